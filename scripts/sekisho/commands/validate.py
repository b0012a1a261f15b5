"""`sekisho validate`: everything that is wrong with a registry, and the repairs that are certain.

An unchanged registry is answered from one summary, without importing what reads files.
"""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sekisho.adapters.git import Entry, Repository, open_repository
from sekisho.commands.cached_facts import cached_facts, open_cache
from sekisho.commands.source import WORKING_TREE, findings_across, registry_entries
from sekisho.errors import UsageError
from sekisho.model.validation import ValidationResult
from sekisho.registry.scope import FOLDER

if TYPE_CHECKING:
    from sekisho.adapters.facts_cache import FactsCache
    from sekisho.model.finding import Finding


def validate(
    root: Path,
    revision: str | None = None,
    paths: Sequence[Path] = (),
    fix: bool = False,
    today: date | None = None,
) -> ValidationResult:
    """Check the registry of the repository `root` is in, at `revision` (None: the working tree).

    With `paths`, the findings of those files alone and of the rules across files. With `fix`, certain repairs are
    written first. `today` (default: the clock's, UTC) decides what has expired. Raises SourceError when there is
    nothing to read, UsageError for paths that are no registry files or a revision that should be repaired.
    """
    if fix and revision is not None:
        raise UsageError("only the working tree can be repaired", hint="leave out --fix or --revision")
    repository = open_repository(root)
    fixed = _repaired(repository, paths) if fix else ()
    entries = registry_entries(repository, revision)
    chosen = _chosen(repository, entries, paths)
    summary = _summary(repository, entries, today or datetime.now(UTC).date())
    inside = [row for row in summary["inside"] if row[1] in chosen]
    return ValidationResult(
        revision=WORKING_TREE if revision is None else repository.resolve(revision),
        files=len(chosen),
        cached=summary["cached"],
        kinds=summary["kinds"],
        findings=_findings([*inside, *summary["across"]]),
        fixed=fixed,
    )


def _repaired(repository: Repository, paths: Sequence[Path]) -> tuple[str, ...]:
    from sekisho.commands.repair import repair

    entries = registry_entries(repository, None)
    chosen = _chosen(repository, entries, paths)
    return repair(repository, [entry for entry in entries if entry.path in chosen])


def _chosen(repository: Repository, entries: Sequence[Entry], paths: Sequence[Path]) -> frozenset[str]:
    """Return the registry paths that were asked for: all of them, or those named and those in named folders."""
    known = frozenset(entry.path for entry in entries)
    return known if not paths else frozenset().union(*(_at(repository, known, path) for path in paths))


def _at(repository: Repository, known: frozenset[str], path: Path) -> frozenset[str]:
    absolute = path.parent.resolve() / path.name
    inside = absolute.relative_to(repository.root).as_posix() if absolute.is_relative_to(repository.root) else ""
    found = frozenset(name for name in known if name == inside or name.startswith(inside + "/"))
    if not inside or not found:
        raise UsageError(f"{path} is no file of the registry", hint=f"name files or folders under {FOLDER}/")
    return found


def _summary(repository: Repository, entries: Sequence[Entry], today: date) -> Mapping[str, Any]:
    """Return counts and findings of exactly these contents on this day, remembered or worked out."""
    with closing(open_cache()) as cache:
        key = _key(entries, today)
        remembered = cache.summary(key)
        if isinstance(remembered, dict):
            return {**remembered, "cached": len(entries)}
        summary = _worked_out(repository, entries, today, cache)
        cache.put_summary(key, summary)
        return summary


def _key(entries: Sequence[Entry], today: date) -> str:
    contents = "\0".join(f"{entry.mode} {entry.blob} {entry.path}" for entry in entries)
    return hashlib.sha256(f"{today}\0{contents}".encode("utf-8", "surrogateescape")).hexdigest()


def _worked_out(repository: Repository, entries: Sequence[Entry], today: date, cache: "FactsCache") -> dict[str, Any]:
    from sekisho.adapters.facts_codec import encode_finding

    facts, known = cached_facts(repository, entries, cache)
    return {
        "cached": known,
        "kinds": dict(sorted(Counter(fact.kind.value for fact in facts if fact.kind is not None).items())),
        "inside": [encode_finding(finding) for fact in facts for finding in fact.findings],
        "across": [encode_finding(finding) for finding in findings_across(repository, facts, today)],
    }


def _findings(rows: Sequence[Any]) -> "tuple[Finding, ...]":
    if not rows:
        return ()
    from sekisho.adapters.facts_codec import decode_finding

    return tuple(sorted(map(decode_finding, rows), key=lambda finding: finding.order))
