import json
from pathlib import Path
from typing import Any

import pytest

from sekisho.commands import dataset as verb
from sekisho.commands.dataset import SHOWN, Dataset
from sekisho.errors import DatasetInvalidError, SourceError


def _line(name: str, **more: Any) -> str:
    turns = [{"user": name, "expect": {"intent": "greet"}}]
    return json.dumps({"id": name, "title": name, "language": "en", "turns": turns, **more}) + "\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Where the dataset is to be."""
    return tmp_path / "cases.jsonl"


@pytest.mark.parametrize("kept", [0, 1, 1 << 20])
def test_cases_are_read_by_name(file: Path, monkeypatch: pytest.MonkeyPatch, kept: int) -> None:
    """Kept in memory or read when they are asked for, blank lines and Windows line ends aside."""
    monkeypatch.setattr(verb, "KEPT_BYTES", kept)
    file.write_bytes((_line("b") + "\n \n" + _line("a").replace("\n", "\r\n") + _line("c").rstrip()).encode())
    with Dataset(file, ()) as cases:
        assert list(cases) == ["dataset/b", "dataset/a", "dataset/c"]
        assert [cases[name].title for name in cases] == ["b", "a", "c"]
        assert (len(cases), "dataset/a" in cases, "a" in cases, cases.get("dataset/x")) == (3, True, False, None)


def test_the_digest_is_that_of_the_bytes(file: Path) -> None:
    """Another file is another evaluation."""
    digests = set()
    for text in (_line("a"), _line("a") + "\n", _line("b")):
        file.write_text(text, encoding="utf-8")
        with Dataset(file, ()) as cases:
            digests.add(cases.digest)
    assert len(digests) == 3


def test_all_findings_are_listed_in_order(file: Path) -> None:
    """Doubled ids too, with the line that had it first."""
    file.write_text(_line("a") + "{\n" + _line("a") + _line("b", tags=[1]), encoding="utf-8")
    with pytest.raises(DatasetInvalidError) as caught:
        Dataset(file, ())
    count, *findings = caught.value.message.splitlines()
    assert count == f"{file} has 3 findings"
    assert [line.removeprefix(f"{file}:").partition(": ")[0] for line in findings[:2]] == ["2:2", "3:1"]
    assert 'an id that another case has, found "a", expected not line 1\'s [dataset/duplicate-id]' in findings[1]
    assert findings[2].endswith("[schema/type]")


def test_a_flood_of_findings_is_counted(file: Path) -> None:
    """So many are listed, the rest is a number."""
    file.write_text("x\n" * (SHOWN + 7), encoding="utf-8")
    with pytest.raises(DatasetInvalidError) as caught:
        Dataset(file, ())
    lines = caught.value.message.splitlines()
    assert (len(lines), lines[0], lines[-1]) == (SHOWN + 2, f"{file} has {SHOWN + 7} findings", "... and 7 more")


@pytest.mark.parametrize("text", ["", "\n\n"])
def test_an_empty_dataset_is_refused(file: Path, text: str) -> None:
    """Nothing to check is never a pass."""
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DatasetInvalidError, match=r"has 1 finding\n.*a dataset without cases"):
        Dataset(file, ())


def test_a_missing_file_is_named(file: Path) -> None:
    """It cannot be read, and says so."""
    with pytest.raises(SourceError, match="cannot read"):
        Dataset(file, ())


def test_a_file_that_changes_under_a_run_stops_it(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A case is what was checked, or the run ends."""
    monkeypatch.setattr(verb, "KEPT_BYTES", 0)
    file.write_text(_line("a") + _line("b"), encoding="utf-8")
    with Dataset(file, ()) as cases:
        text = file.read_text(encoding="utf-8")
        with file.open("r+", encoding="utf-8") as changed:
            changed.write(text.replace("greet", "other"))
        with pytest.raises(SourceError, match=r"cases.jsonl:2: the file was changed"):
            cases["dataset/b"]
