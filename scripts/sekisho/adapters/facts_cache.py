"""Facts of files by path and blob id, of folders by path and tree id, and summaries of whole runs.

All is in one SQLite file that may be deleted any time.

Everything is kept under the version of the code that produced it, so an upgrade starts afresh. A cache that is damaged
is rebuilt, one that is locked or read-only is a miss; neither is ever an error. Importing this is cheap.
"""

import hashlib
import json
import os
import sqlite3
import zlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import sekisho

Key = tuple[str, str]
"""A file's path and blob id."""

_TABLES = (
    "CREATE TABLE IF NOT EXISTS facts (path TEXT, blob TEXT, row TEXT, PRIMARY KEY (path, blob)) WITHOUT ROWID",
    "CREATE TABLE IF NOT EXISTS folders (path TEXT, tree TEXT, row TEXT, sum INT, PRIMARY KEY (path, tree))",
    "CREATE TABLE IF NOT EXISTS summaries (key TEXT PRIMARY KEY, row TEXT) WITHOUT ROWID",
)
_KNOWN = """
SELECT facts.path, facts.blob, facts.row FROM json_each(?) AS asked
JOIN facts ON facts.path = json_extract(asked.value, '$[0]') AND facts.blob = json_extract(asked.value, '$[1]')
"""
_CACHING = ("adapters/facts_cache.py", "adapters/facts_codec.py")
_DECIDING = ("model", "registry", "template", "text", "json_schema.py", "serialize.py", *_CACHING)
_FORGET_FOLDERS = """
DELETE FROM folders WHERE path = ?
AND rowid NOT IN (SELECT rowid FROM folders WHERE path = ? ORDER BY rowid DESC LIMIT ?)
"""
_MOST_ROWS = 400_000
_STATES_OF_A_FOLDER = 4
_PATIENCE_S = 5.0


def cache_folder() -> Path:
    """Return where caches are kept: $SEKISHO_CACHE, or `sekisho` in the user's cache folder."""
    given = os.environ.get("SEKISHO_CACHE")
    return Path(given) if given else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "sekisho"


def code_version() -> str:
    """Return the digest of every source file that decides what facts and findings are and how they are kept."""
    package = Path(sekisho.__file__).parent
    digest = hashlib.sha256(sekisho.__version__.encode())
    for name in _DECIDING:
        place = package / name
        for file in [place] if place.suffix else sorted(place.rglob("*.py")):
            digest.update(file.read_bytes())
    return digest.hexdigest()[:24]


class FactsCache:
    """The cache of one version of the code. Every method answers, whatever state the file is in."""

    def __init__(self, folder: Path, version: str) -> None:
        self._folder = folder
        self._file = folder / f"facts-{version}.sqlite"
        self._connection: sqlite3.Connection | None = None
        self._broken = False

    def _connect(self) -> sqlite3.Connection:
        if self._connection is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._connection = sqlite3.connect(self._file, timeout=_PATIENCE_S)
            self._connection.execute("PRAGMA journal_mode=WAL")
            self._connection.execute("PRAGMA synchronous=NORMAL")
            for table in _TABLES:
                self._connection.execute(table)
        return self._connection

    def _ask(self, statement: str, arguments: Sequence[str]) -> list[Any]:
        if self._broken:
            return []
        try:
            return self._connect().execute(statement, arguments).fetchall()
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)
            return []

    def _tell(self, statement: str, rows: Iterable[Sequence[str | int]]) -> None:
        if self._broken:
            return
        try:
            with self._connect() as transaction:
                transaction.executemany(statement, rows)
        except (sqlite3.Error, OSError) as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        """Stop using the file; one that is damaged is removed, so that the next run rebuilds it."""
        self._broken = True
        self.close()
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
            for suffix in ("", "-wal", "-shm"):
                with suppress(OSError):
                    self._file.with_name(self._file.name + suffix).unlink(missing_ok=True)

    def rows(self, keys: Sequence[Key]) -> dict[Key, str]:
        """Return the rows that are known, by path and blob."""
        answer = self._ask(_KNOWN, [json.dumps(keys)])
        return {(path, blob): row for path, blob, row in answer}

    def put_rows(self, rows: Iterable[tuple[str, str, str]]) -> None:
        """Keep rows of (path, blob, text); when there are too many, forget all the others first."""
        counted = self._ask("SELECT count(*) FROM facts", ())
        if counted and counted[0][0] > _MOST_ROWS:
            self._tell("DELETE FROM facts WHERE ? = ''", [("",)])
        self._tell("INSERT OR REPLACE INTO facts VALUES (?, ?, ?)", rows)
        self._forget_other_versions()

    def folder(self, path: str, tree: str) -> str | None:
        """Return what is kept about a folder in the state that git gives the id `tree`, if it is intact, or None."""
        found = self._ask("SELECT row, sum FROM folders WHERE path = ? AND tree = ?", (path, tree))
        return next((row for row, checksum in found if zlib.crc32(row.encode()) == checksum), None)

    def put_folder(self, path: str, tree: str, row: str) -> None:
        """Keep a text about a folder in one state; of each folder the last few states are kept."""
        kept = [(path, tree, row, zlib.crc32(row.encode()))]
        self._tell("INSERT OR REPLACE INTO folders VALUES (?, ?, ?, ?)", kept)
        self._tell(_FORGET_FOLDERS, [(path, path, _STATES_OF_A_FOLDER)])

    def summary(self, key: str) -> Any:
        """Return the value kept under `key`, or None."""
        found = self._ask("SELECT row FROM summaries WHERE key = ?", [key])
        try:
            return json.loads(found[0][0]) if found else None
        except ValueError:
            return None

    def put_summary(self, key: str, value: Any) -> None:
        """Keep a JSON value."""
        self._tell("INSERT OR REPLACE INTO summaries VALUES (?, ?)", [(key, json.dumps(value, ensure_ascii=False))])

    def _forget_other_versions(self) -> None:
        with suppress(OSError):
            for file in self._folder.glob("facts-*.sqlite*"):
                if not file.name.startswith(self._file.name) and _is_old(file):
                    file.unlink(missing_ok=True)

    def close(self) -> None:
        """Let go of the file."""
        if self._connection is not None:
            with suppress(sqlite3.Error):
                self._connection.close()
            self._connection = None


def _is_old(file: Path) -> bool:
    """Say whether nothing has used the file for a day: another version may be at work beside this one."""
    import time

    return time.time() - file.stat().st_mtime > 86_400
