"""The report a run has left, from honest archives and from forged ones."""

import io
import struct
import zipfile

import pytest
from fake_github.server import FakeGitHub, Fault
from fake_github.world import REPOSITORY

from sekisho.adapters.github import artifacts
from sekisho.adapters.github.artifacts import MAX_ARCHIVE_BYTES, Fetched, Refused, fetch_report, report_in
from sekisho.adapters.github.client import Client
from sekisho.errors import GitHubError

REPORT = b'{"format": "sekisho-gate/1"}'


def _zip(*members: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", method) as archive:
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, compress_type=method)
    return kept.getvalue()


GOOD = _zip(("report.json", REPORT), ("report.md", b"# x"), ("report.html", b"<p>"))


def test_the_report_is_fetched_without_the_token(github: FakeGitHub, client: Client) -> None:
    """The storage the API leads to is another server: it never sees who asks."""
    github.world.add_artifact(500, GOOD)
    assert fetch_report(client, REPOSITORY, 500) == Fetched(REPORT)
    assert len(github.storage_journal) == 1
    assert "authorization" not in github.storage_journal[0].headers


def test_the_newest_attempt_s_report_is_taken(github: FakeGitHub, client: Client) -> None:
    """A run that was repeated leaves a second one; other artifacts and other runs' are not looked at."""
    github.world.add_artifact(500, _zip(("report.json", b"old")))
    github.world.add_artifact(500, GOOD)
    github.world.add_artifact(500, _zip(("report.json", b"other")), name="gate-part-1")
    github.world.add_artifact(501, _zip(("report.json", b"later")))
    assert fetch_report(client, REPOSITORY, 500).data == REPORT


def test_no_report_is_an_answer(github: FakeGitHub, client: Client) -> None:
    """None was left, or it has expired: both are said, and nothing is downloaded."""
    assert fetch_report(client, REPOSITORY, 500) == Fetched(None, "the gate has left no report")
    github.world.add_artifact(500, GOOD, expired=True)
    assert fetch_report(client, REPOSITORY, 500) == Fetched(None, "the gate's report has expired")
    assert github.storage_journal == []


def test_a_hundred_megabytes_are_not_downloaded(github: FakeGitHub, client: Client) -> None:
    """A large artifact is refused by what GitHub says of its size."""
    github.world.add_artifact(500, GOOD, size_in_bytes=100 << 20)
    assert "more than 16 MiB" in fetch_report(client, REPOSITORY, 500).trouble
    assert github.storage_journal == []


def test_a_size_that_was_not_said_is_counted(github: FakeGitHub, client: Client) -> None:
    """What storage sends is bounded too, whatever was said before."""
    github.world.add_artifact(500, b"\0" * (MAX_ARCHIVE_BYTES + 1), size_in_bytes=10)
    assert "more than 16 MiB" in fetch_report(client, REPOSITORY, 500).trouble


def test_a_storage_that_fails_is_asked_again(github: FakeGitHub, client: Client) -> None:
    """A dropped connection and a server error pass; one that stays is said without its address, which is a secret."""
    number = github.world.add_artifact(500, GOOD)
    github.faults += [Fault("GET", f"/archive/{number}", drop="after"), Fault("GET", f"/archive/{number}", status=503)]
    assert fetch_report(client, REPOSITORY, 500).data == REPORT
    github.faults.append(Fault("GET", f"/archive/{number}", status=403))
    with pytest.raises(GitHubError, match="storage of artifacts answered 403") as caught:
        fetch_report(client, REPOSITORY, 500)
    assert "sig=" not in str(caught.value)


def test_an_artifact_that_leads_nowhere_safe(github: FakeGitHub, client: Client) -> None:
    """A storage address that is not https is not asked; an answer that is no redirect is an error."""
    github.world.add_artifact(500, GOOD)
    github.faults.append(Fault("GET", "/zip", status=302, headers={"location": "http://storage.example/x"}))
    with pytest.raises(GitHubError, match="not https"):
        fetch_report(client, REPOSITORY, 500)
    github.faults.append(Fault("GET", "/zip", status=410, body=b'{"message": "Artifact has expired"}'))
    with pytest.raises(GitHubError, match="410: Artifact has expired"):
        fetch_report(client, REPOSITORY, 500)


def test_a_forged_archive_becomes_an_answer(github: FakeGitHub, client: Client) -> None:
    """It is refused with a reason, not a crash of the job that reports it."""
    github.world.add_artifact(500, b"PK\x03\x04 nonsense")
    assert fetch_report(client, REPOSITORY, 500) == Fetched(None, "the gate's report is refused: it is no archive")


@pytest.mark.parametrize(
    "name",
    ["../../etc/cron.d/x", "/etc/passwd", "..\\..\\x", "C:\\x", "a/../../report.json", "C:report.json", ".."],
)
def test_a_name_that_leads_out_is_refused(name: str) -> None:
    """Nothing is ever unpacked to a disk; an archive that tries is not the gate's."""
    with pytest.raises(Refused, match="leads out"):
        report_in(_zip((name, b"x"), ("report.json", REPORT)))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_an_honest_archive_is_read(method: int) -> None:
    """Stored or deflated, report.json comes out."""
    assert report_in(_zip(("report.json", REPORT * 1000), method=method)) == REPORT * 1000


def test_a_bomb_is_refused() -> None:
    """By the size it states, by the ratio it unpacks to, and by what comes out where it states less."""
    bomb = _zip(("report.json", b"0" * (20 << 20)))
    assert len(bomb) < 40_000
    with pytest.raises(Refused, match="would unpack to more than"):
        report_in(bomb)
    honest = struct.pack("<I", 20 << 20)
    assert bomb.count(honest) == 2
    with pytest.raises(Refused):
        report_in(bomb.replace(honest, struct.pack("<I", 1000)))


def test_what_comes_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the library to give more than the archive states, the count would stop it."""
    monkeypatch.setattr(zipfile.ZipInfo, "file_size", property(lambda _: 5, lambda *_: None), raising=False)
    with zipfile.ZipFile(io.BytesIO(_zip(("report.json", b"0" * (1 << 20))))) as archive:
        member = archive.infolist()[0]
        monkeypatch.setattr(archive, "open", lambda _: io.BytesIO(b"0" * (1 << 20)))
        with pytest.raises(Refused, match=r"report\.json unpacks to more than"):
            artifacts._content(archive, member)


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (b"", "no archive"),
        (GOOD[:-30], "no archive"),
        (_zip(("other.json", REPORT)), "0 files are called"),
        (_zip(*[(f"{n}.txt", b"") for n in range(101)]), "more than 100 files"),
        (_zip(("dir/report.json", REPORT)), "0 files are called"),
        (_zip(("report.json", REPORT), method=zipfile.ZIP_LZMA), "packed in a way"),
        (_zip(("report.json", REPORT)).replace(b"\x00\x00\x08\x00", b"\x01\x00\x08\x00"), "encrypted"),
        (GOOD[:42] + b"\xff" * 8 + GOOD[50:], "no archive"),
    ],
)
def test_what_is_not_the_gate_s(archive: bytes, why: str) -> None:
    """Too many files, none of that name, one packed otherwise, encrypted or damaged."""
    with pytest.raises(Refused, match=why):
        report_in(archive)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_two_reports_are_none() -> None:
    """Readers differ in which of two members of one name they take."""
    with pytest.raises(Refused, match="2 files are called"):
        report_in(_zip(("report.json", REPORT), ("report.json", b"{}")))
