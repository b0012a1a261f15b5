import multiprocessing
import os
import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.adapters import facts_cache, facts_codec
from sekisho.adapters.facts_cache import FactsCache, cache_folder, code_version
from sekisho.adapters.facts_codec import decode, decode_folder, encode, encode_folder
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.finding import Finding, Fix, Severity
from sekisho.model.ref import Kind, Location

KEY = ("registry/models/a.yaml", "b" * 40)
FACTS = FileFacts(
    *KEY,
    Kind.MODEL,
    "a",
    (Reference(Kind.MODEL, "b", "fallbacks.0", 3, 4, "node"),),
    {"fallbacks": ["b"], "数": None},
    (
        Finding(
            rule="r/x", location=Location(path=KEY[0], line=2, column=3), message="m", fix=Fix(start=0, end=1, text="é")
        ),
        Finding(
            rule="r/y", location=Location(path=KEY[0]), message="n", found="f", expected="e", severity=Severity.WARNING
        ),
    ),
)


def test_facts_come_back_as_they_went() -> None:
    """Encoding loses nothing; path and blob are the key's."""
    assert decode(*KEY, encode(FACTS)) == FACTS
    nobody = FileFacts("registry/x", "c", None, "")
    assert decode("registry/x", "c", encode(nobody)) == nobody


@pytest.mark.parametrize("row", ["", "[]", "[1,2,3,4,5]", '["model","a",[],{},[["r"]]]', '["planet","a",[],{},[]]'])
def test_a_row_of_something_else_is_refused(row: str) -> None:
    """A damaged row is an error of the decoder, which its caller takes as a miss."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        decode(*KEY, row)


def test_facts_of_a_folder_are_decoded_when_asked_for() -> None:
    """Who a file is and what is wrong with it is there at once, all else as it went."""
    nobody = FileFacts("registry/x", "c", None, "")
    first, second = decode_folder(encode_folder([FACTS, nobody]))
    assert (first.path, first.kind, first.id, first.findings) == (FACTS.path, FACTS.kind, FACTS.id, FACTS.findings)
    assert (first.references, first.details) == (FACTS.references, FACTS.details)
    assert first.details is first.details
    assert (second.kind, second.references, second.details, second.findings) == (None, (), {}, ())


def test_of_a_folder_only_the_file_that_is_asked_for_is_decoded(monkeypatch: pytest.MonkeyPatch) -> None:
    """One file of words among many cases does not decode the cases, however often it is asked."""
    other = FileFacts("registry/y", "d", Kind.GOLDEN, "y", (), {"tags": ["t"]})
    files = decode_folder(encode_folder([FACTS, other]))
    decoded: list[str] = []
    whole: Callable[..., object] = facts_codec.from_json

    def watched(text: str, **options: object) -> object:
        decoded.append(text)
        return whole(text, **options)

    monkeypatch.setattr(facts_codec, "from_json", watched)
    assert (files[1].details, files[1].references, files[1].details) == (other.details, (), other.details)
    assert decoded == ['[[],{"tags":["t"]}]']


def test_of_a_folder_the_last_states_are_kept(tmp_path: Path) -> None:
    """Each by its tree; the oldest are forgotten, those of other folders are not."""
    cache = FactsCache(tmp_path, "v")
    cache.put_folder("registry/models", "t0", "models")
    for number in range(6):
        cache.put_folder("registry/golden", f"t{number}", f"row {number}")
    found = [cache.folder("registry/golden", f"t{number}") for number in range(6)]
    assert found == [None, None, "row 2", "row 3", "row 4", "row 5"]
    assert cache.folder("registry/models", "t0") == "models"
    assert cache.folder("registry/models", "t1") is None
    cache.close()


def test_what_is_kept_of_a_folder_is_intact(tmp_path: Path) -> None:
    """Its rows are decoded late, so one that was altered in the file is none at all."""
    cache = FactsCache(tmp_path, "v")
    cache.put_folder("p", "t", "é[1]")
    with sqlite3.connect(next(tmp_path.glob("*.sqlite"))) as connection:
        connection.execute("UPDATE folders SET row = 'é[2]'")
    connection.close()
    assert cache.folder("p", "t") is None
    cache.close()


def test_rows_are_found_by_path_and_blob(tmp_path: Path) -> None:
    """Both must match; many are asked for at once; the last one written counts."""
    cache = FactsCache(tmp_path, "v")
    many = [(f"p{number}", f"b{number}", f"row {number}") for number in range(600)]
    cache.put_rows([*many, ("p1", "b1", "again")])
    cache.close()
    again = FactsCache(tmp_path, "v")
    keys = [(path, blob) for path, blob, _ in many]
    found = again.rows([*keys, ("p1", "b2"), ("p2", "b1")])
    assert len(found) == 600
    assert found["p1", "b1"] == "again"
    again.close()


def test_another_version_knows_nothing(tmp_path: Path) -> None:
    """Facts of other code are not these facts."""
    FactsCache(tmp_path, "v").put_rows([(*KEY, "row")])
    assert FactsCache(tmp_path, "w").rows([KEY]) == {}


def test_summaries_are_kept_by_key(tmp_path: Path) -> None:
    """Any JSON value; nothing under another key."""
    cache = FactsCache(tmp_path, "v")
    cache.put_summary("k", {"files": 1, "é": [None]})
    assert cache.summary("k") == {"files": 1, "é": [None]}
    assert cache.summary("other") is None


def test_a_summary_that_is_no_json_is_a_miss(tmp_path: Path) -> None:
    """Whoever damaged it."""
    cache = FactsCache(tmp_path, "v")
    cache.put_summary("k", 1)
    with sqlite3.connect(tmp_path / "facts-v.sqlite") as connection:
        connection.execute("UPDATE summaries SET row = '{'")
    assert cache.summary("k") is None


@pytest.mark.parametrize(
    "damage", [b"not a database at all, but long enough to look like one" * 40, b"SQLite format 3\0" + b"\xff" * 5000]
)
def test_a_damaged_cache_is_rebuilt_in_silence(tmp_path: Path, damage: bytes) -> None:
    """The first run does without it and removes it, the next one has a good one."""
    file = tmp_path / "facts-v.sqlite"
    file.write_bytes(damage)
    cache = FactsCache(tmp_path, "v")
    assert cache.rows([KEY]) == {}
    cache.put_rows([(*KEY, "row")])
    assert cache.summary("k") is None
    after = FactsCache(tmp_path, "v")
    after.put_rows([(*KEY, "row")])
    assert after.rows([KEY]) == {KEY: "row"}


def test_a_cache_that_cannot_be_written_is_a_miss(tmp_path: Path) -> None:
    """The cache folder is a file: nothing is cached, nothing fails, nothing is removed."""
    place = tmp_path / "place"
    place.write_text("precious")
    cache = FactsCache(place, "v")
    cache.put_rows([(*KEY, "row")])
    cache.put_summary("k", 1)
    assert cache.rows([KEY]) == {}
    assert place.read_text() == "precious"


def test_a_locked_cache_is_a_miss_and_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process holds it for long: this one goes on without, and does not delete it."""
    FactsCache(tmp_path, "v").put_rows([(*KEY, "row")])
    holder = sqlite3.connect(tmp_path / "facts-v.sqlite", isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    monkeypatch.setattr(facts_cache, "_PATIENCE_S", 0.0)
    FactsCache(tmp_path, "v").put_rows([("p", "b", "row")])
    holder.execute("ROLLBACK")
    holder.close()
    assert FactsCache(tmp_path, "v").rows([KEY]) == {KEY: "row"}


def _write(folder: Path, start: int) -> None:
    cache = FactsCache(folder, "v")
    for number in range(start, start + 20):
        cache.put_rows([(f"p{number}", "b", str(number))])


def test_processes_share_a_cache(tmp_path: Path) -> None:
    """Two at once lose nothing."""
    context = multiprocessing.get_context("fork")
    processes = [context.Process(target=_write, args=(tmp_path, start)) for start in (0, 20)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert len(FactsCache(tmp_path, "v").rows([(f"p{number}", "b") for number in range(40)])) == 40


def test_a_cache_does_not_grow_without_bound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Too many rows: all but the last are forgotten."""
    monkeypatch.setattr(facts_cache, "_MOST_ROWS", 1)
    cache = FactsCache(tmp_path, "v")
    cache.put_rows([("p1", "b", "row"), ("p2", "b", "row")])
    cache.put_rows([("p3", "b", "row")])
    assert set(cache.rows([(f"p{number}", "b") for number in range(4)])) == {("p3", "b")}


def test_old_versions_are_swept_away_after_a_day(tmp_path: Path) -> None:
    """One that was used lately may be another checkout's."""
    for version, age in (("old", 100_000), ("young", 100)):
        file = tmp_path / f"facts-{version}.sqlite"
        file.touch()
        os.utime(file, (time.time() - age, time.time() - age))
    FactsCache(tmp_path, "v").put_rows([(*KEY, "row")])
    names = {file.name for file in tmp_path.glob("*.sqlite")}
    assert names == {"facts-young.sqlite", "facts-v.sqlite"}


def test_the_version_is_that_of_the_code(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same code, the same version; another tool version, another one."""
    version = code_version()
    assert version == code_version()
    monkeypatch.setattr(facts_cache.sekisho, "__version__", "9.9.9")
    assert code_version() != version


def test_the_cache_folder_can_be_chosen(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """SEKISHO_CACHE, then XDG_CACHE_HOME, then the home folder."""
    monkeypatch.setenv("SEKISHO_CACHE", "/a")
    assert cache_folder() == Path("/a")
    monkeypatch.delenv("SEKISHO_CACHE")
    monkeypatch.setenv("XDG_CACHE_HOME", "/b")
    assert cache_folder() == Path("/b/sekisho")
    monkeypatch.delenv("XDG_CACHE_HOME")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / ".cache" / "sekisho"
