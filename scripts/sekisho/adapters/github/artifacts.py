"""The report a gate's run has left: fetched from a run, never trusted. What is wrong with it is an answer.

A run of a fork's branch can leave anything. Only the member `report.json` is read, into memory, within bounds on the
archive's size, the number and names of its members, and the size and ratio to which it unpacks.
"""

import io
import zipfile
import zlib
from typing import NamedTuple

from sekisho.adapters.github.access import is_loopback_url
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import Artifact
from sekisho.adapters.github.transport import Lost, Transport, Unreached
from sekisho.adapters.github.waiting import pause
from sekisho.errors import GitHubError

NAME = "gate-report"
MEMBER = "report.json"
MAX_ARCHIVE_BYTES = 16 << 20
MAX_MEMBERS = 100
MAX_REPORT_BYTES = 64 << 20
MAX_RATIO = 100
_CHUNK = 1 << 16
_STORED_OR_DEFLATED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_UNREADABLE = (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, ValueError, OSError)
"""What `zipfile` raises of bytes that are no archive it can read; NotImplementedError is its word for an encryption or
a compression that it does not know."""


class Refused(Exception):  # noqa: N818 - it is what an archive is, and never leaves this module
    """An archive is not what a gate's run makes."""


class Fetched(NamedTuple):
    """The bytes of report.json, or None and why: there is none, or what there is was refused."""

    data: bytes | None
    trouble: str = ""


def fetch_report(client: Client, repository: str, run: int) -> Fetched:
    """Return the report that a run has left. Raises GitHubError only where GitHub does not answer."""
    path = f"repos/{repository}/actions/runs/{run}/artifacts"
    listed = client.pages(Artifact, path, key="artifacts", name=NAME)
    found = [one for one in listed if one.name == NAME and (one.workflow_run is None or one.workflow_run.id == run)]
    if not found:
        return Fetched(None, "the gate has left no report")
    newest = max(found, key=lambda one: one.id)
    if newest.expired:
        return Fetched(None, "the gate's report has expired")
    if newest.size_in_bytes > MAX_ARCHIVE_BYTES:
        return Fetched(None, f"the gate's report is refused: more than {MAX_ARCHIVE_BYTES >> 20} MiB")
    try:
        return Fetched(report_in(_download(client, repository, newest.id)))
    except Refused as error:
        return Fetched(None, f"the gate's report is refused: {error}")


def report_in(archive: bytes) -> bytes:
    """Return report.json of an archive. Raises Refused with what is wrong with it."""
    try:
        with zipfile.ZipFile(io.BytesIO(archive)) as opened:
            return _member(opened)
    except _UNREADABLE as error:
        raise Refused("it is no archive") from error


def _member(archive: zipfile.ZipFile) -> bytes:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Refused(f"more than {MAX_MEMBERS} files")
    if any(_leads_away(member.orig_filename) for member in members):
        raise Refused("a file's name leads out of it")
    reports = [member for member in members if member.orig_filename == MEMBER]
    if len(reports) != 1:
        raise Refused(f"{len(reports)} files are called {MEMBER}")
    return _content(archive, reports[0])


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The sizes an archive states are its own words, so what comes out is counted as well."""
    if member.flag_bits & 1 or member.compress_type not in _STORED_OR_DEFLATED:
        raise Refused(f"{MEMBER} is encrypted, or packed in a way no run does")
    bound = min(MAX_REPORT_BYTES, max(_CHUNK, member.compress_size * MAX_RATIO))
    if member.file_size > bound:
        raise Refused(f"{MEMBER} would unpack to more than {bound} bytes")
    parts, size = [], 0
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > bound:
                raise Refused(f"{MEMBER} unpacks to more than {bound} bytes")
    return b"".join(parts)


def _leads_away(name: str) -> bool:
    return name.startswith("/") or "\\" in name or "\0" in name or ":" in name or ".." in name.split("/")


def _download(client: Client, repository: str, artifact: int) -> bytes:
    """Fetch an archive from where the API keeps it: another server, which gets neither token nor a redirect."""
    where = client.location(f"repos/{repository}/actions/artifacts/{artifact}/zip")
    transport = Transport(client.waiting.now, proxies=not is_loopback_url(where))
    try:
        for attempt in range(client.waiting.attempts):
            try:
                reply = transport.send("GET", where, {"accept-encoding": "identity"}, limit=MAX_ARCHIVE_BYTES)
            except (Unreached, Lost):
                reply = None
            except GitHubError as error:
                raise Refused(f"more than {MAX_ARCHIVE_BYTES >> 20} MiB") from error
            if reply is not None and reply.status == 200:
                return reply.body
            if reply is not None and reply.status < 500 and reply.status != 429:
                break
            client.waiting.sleep(pause(reply, attempt, client.waiting))
    finally:
        transport.close()
    status = f"answered {reply.status}" if reply is not None else "gave no whole answer"
    raise GitHubError(f"GitHub: the storage of artifacts {status}", hint="run it again later")
