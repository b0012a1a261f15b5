import json
from pathlib import Path

import pytest

from sekisho.adapters import run_lines, stored_results
from sekisho.adapters.runs import Journal, journal_path, read_run, run_text, sealed, write_run
from sekisho.errors import SourceError
from sekisho.model.results import cases_of
from sekisho.model.run import CaseResult, CaseState, Run, RunHeader, Shard

HEADER = RunHeader(
    revision="r", suites=("golden",), cases=2, evaluation="e", behaviour="b", models=("m",), tool_version="1"
)
A = CaseResult(case="golden/a", state=CaseState.PASSED, cost=0.1)
B = CaseResult(case="golden/b", state=CaseState.FAILED, trial=1, title="訪問予約")
RUN = Run(header=sealed(HEADER), results=(A, B))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the run file is to be."""
    return tmp_path / "runs" / "one.jsonl"


def test_what_is_written_is_read(path: Path) -> None:
    """A run survives its file; its header has got its identity."""
    write_run(path, Run(header=HEADER, results=(A, B)))
    assert read_run(path) == RUN
    assert RUN.header.identity != ""


def test_equal_runs_are_equal_bytes() -> None:
    """The order in which cases finished leaves no trace; text stays readable."""
    text = run_text(Run(header=HEADER, results=(B, A)))
    assert text == run_text(RUN)
    assert [json.loads(line).get("case") for line in text.splitlines()] == [None, "golden/a", "golden/b"]
    assert "訪問予約" in text


def test_the_identity_is_that_of_all_other_fields() -> None:
    """Another revision is another identity, an old identity none."""
    assert sealed(sealed(HEADER)) == sealed(HEADER)
    assert sealed(HEADER.model_copy(update={"revision": "s"})).identity != sealed(HEADER).identity


def _lines() -> list[str]:
    return run_text(RUN).splitlines(keepends=True)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("{}\n", r"one.jsonl:1: not part of a run: revision"),
        ("not json\n", "not part of a run"),
        ("".join(_lines()[:2]) + '{"case": 1}\n', r"one.jsonl:3: not part of a run: case"),
        (_lines()[0].replace('"revision":"r"', '"revision":"x"'), "identity is not the digest"),
        (_lines()[0].replace("sekisho-run/1", "sekisho-run/9"), "format 'sekisho-run/9'"),
        ("".join(_lines()) + _lines()[1], "two results for the same case"),
        ("".join(_lines()) + "x" * 100_000, "a line is at most"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(
    path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    """Foreign, changed, doubled and oversized content is named, never half read."""
    monkeypatch.setattr(run_lines, "MAX_LINE_BYTES", 10_000)
    path.parent.mkdir()
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SourceError, match=message):
        read_run(path)


def test_a_missing_file_is_refused(path: Path) -> None:
    """What is not there cannot be read, and says so."""
    with pytest.raises(SourceError, match="cannot read"):
        read_run(path)


def test_what_json_cannot_say_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that is no number does not reach the disk."""

    def refuse(_: object) -> str:
        raise ValueError("NaN")

    monkeypatch.setattr(run_lines, "canonical_json", refuse)
    with pytest.raises(SourceError, match="JSON cannot say: NaN"):
        write_run(path, RUN)
    assert not path.exists()


def test_an_interrupted_run_goes_on(path: Path) -> None:
    """What was appended is there after a kill, even when the last line is torn; then the journal becomes the run."""
    with Journal(path, HEADER) as journal:
        assert journal.finished == ()
        journal.append(A)
    with journal_path(path).open("ab") as file:
        file.write(b'{"case":"golden/b","sta')
    with Journal(path, HEADER) as journal:
        assert journal.finished == (A,)
        journal.append(B)
    with Journal(path, HEADER) as journal:
        assert journal.finished == (A, B)
        journal.commit(path, RUN)
    assert read_run(path) == RUN
    assert not journal_path(path).exists()


def test_the_later_of_two_results_stays(path: Path) -> None:
    """A case that was run again replaces its earlier result."""
    with Journal(path, HEADER) as journal:
        journal.append(A)
        journal.append(A.model_copy(update={"state": CaseState.FAILED}))
    with Journal(path, HEADER) as journal:
        assert [result.state for result in journal.finished] == [CaseState.FAILED]


def test_another_run_begins_anew(path: Path) -> None:
    """A journal is resumed only by a run of the same identity."""
    with Journal(path, HEADER) as journal:
        journal.append(A)
    with Journal(path, HEADER.model_copy(update={"behaviour": "other"})) as journal:
        assert journal.finished == ()


def test_one_process_at_a_time(path: Path) -> None:
    """A second process is refused instead of mixing its lines in."""
    with Journal(path, HEADER), pytest.raises(SourceError, match="in use by another process"):
        Journal(path, HEADER)


@pytest.mark.parametrize("content", [b"hello\n", b"hello", b'{"answers":1}\n'])
def test_a_foreign_file_is_left_alone(path: Path, content: bytes) -> None:
    """A file that is no journal is refused and not overwritten."""
    path.parent.mkdir()
    journal_path(path).write_bytes(content)
    with pytest.raises(SourceError):
        Journal(path, HEADER)
    assert journal_path(path).read_bytes() == content


def test_a_torn_header_begins_anew(path: Path) -> None:
    """A kill during the very first line leaves nothing to resume."""
    path.parent.mkdir()
    journal_path(path).write_bytes(run_text(RUN).encode()[:20])
    with Journal(path, HEADER) as journal:
        assert journal.finished == ()


class _Full:
    """A disk that takes `limit` bytes and, with no limit, fails."""

    def __init__(self, file: object, limit: int | None) -> None:
        self._file, self._limit = file, limit

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def write(self, data: bytes) -> int:
        if self._limit is None:
            raise OSError(28, "No space left on device")
        written: int = self._file.write(data[: self._limit])  # type: ignore[attr-defined]  # the wrapped raw file
        return written


@pytest.mark.parametrize(("limit", "message"), [(None, "No space left"), (5, "the disk is full")])
def test_a_full_disk_leaves_whole_lines(path: Path, limit: int | None, message: str) -> None:
    """A result that does not fit is refused, and what was there before can still be resumed."""
    with Journal(path, HEADER) as journal:
        journal.append(A)
        real = journal._file
        journal._file = _Full(real, limit)  # type: ignore[assignment]  # a disk that is full
        with pytest.raises(SourceError, match=message):
            journal.append(B)
        journal._file = real
    with Journal(path, HEADER) as journal:
        assert journal.finished == (A,)


def test_results_are_read_from_the_file_each_time(path: Path) -> None:
    """A run that was read holds places, not results: it can be gone through again, by index and by part."""
    write_run(path, RUN)
    results = read_run(path).results
    assert list(results) == list(results) == [A, B]
    assert (results[1], results[-1], results[:1], len(results)) == (B, B, (A,), 2)
    assert results.count(B) == 1
    assert results != (A,)
    assert results != (B, A)
    assert results != "ab"
    with pytest.raises(IndexError):
        results[2]


def test_the_cases_of_a_run_are_known_without_reading_it(path: Path) -> None:
    """A run that was read once can name its cases when its file has gone; a journal's are read when asked for."""
    write_run(path, RUN)
    results = read_run(path).results
    path.unlink()
    assert cases_of(results) == ["golden/a", "golden/b"]
    with Journal(path, HEADER) as journal:
        journal.append(B)
        assert cases_of(journal.finished) == ["golden/b"]


def test_a_file_that_has_gone_since_says_so(path: Path) -> None:
    """What cannot be read any more is an error with its place, and so is what was changed."""
    write_run(path, RUN)
    results = read_run(path).results
    path.write_text("x" * path.stat().st_size, encoding="utf-8")
    with pytest.raises(SourceError, match="not part of a run"):
        list(results)
    path.unlink()
    with pytest.raises(SourceError, match="cannot read"):
        list(results)


def test_a_journal_becomes_the_run_file(path: Path) -> None:
    """Lines are copied in order, whatever order they came in and whatever was replaced: the bytes are the run's."""
    worse = A.model_copy(update={"state": CaseState.FAILED})
    with Journal(path, HEADER) as journal:
        for result in (B, worse, A):
            journal.append(result)
        assert journal.keys({CaseState.PASSED}) == {("golden/a", 0)}
        results = journal.finish(path)
    assert path.read_text(encoding="utf-8") == run_text(RUN)
    assert not journal_path(path).exists()
    assert results == (A, B)
    assert (results.count(CaseState.PASSED), results.count(CaseState.INVALID)) == (1, 0)
    assert list(results.without(CaseState.PASSED)) == [B]


def test_many_results_are_copied_in_stretches(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neighbours are read together up to a bound, and the file is the same."""
    monkeypatch.setattr(stored_results, "CHUNK", 500)
    many = [A.model_copy(update={"case": f"golden/{n:02}"}) for n in range(20)]
    with Journal(path, HEADER) as journal:
        for result in (*many[5:], *many[:5]):
            journal.append(result)
        journal.finish(path)
    assert path.read_text(encoding="utf-8") == run_text(Run(header=HEADER, results=many))


def test_a_run_can_be_begun_anew(path: Path) -> None:
    """Asked to, a journal of the very same run is forgotten."""
    with Journal(path, HEADER) as journal:
        journal.append(A)
    with Journal(path, HEADER, fresh=True) as journal:
        assert journal.finished == ()


def test_a_shard_shares_the_identity_of_its_run(path: Path) -> None:
    """And resumes only its own journal."""
    first = HEADER.model_copy(update={"shard": Shard(index=1, count=2)})
    assert sealed(first).identity == sealed(HEADER).identity
    with Journal(path, first) as journal:
        journal.append(A)
    with Journal(path, HEADER.model_copy(update={"shard": Shard(index=2, count=2)})) as journal:
        assert journal.finished == ()
