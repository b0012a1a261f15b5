"""`sekisho checklist`: the six items of a release, from the change, the gate's report and git."""

import os
from collections.abc import Mapping
from pathlib import Path

from sekisho.adapters.git import Repository
from sekisho.adapters.git_history import tree_of
from sekisho.adapters.handed_over import read
from sekisho.adapters.processes import uncollected
from sekisho.change.tickets.edits import said, speaking
from sekisho.commands.base_policies import gate_policy_here
from sekisho.commands.plan import Examined, examine, start_of
from sekisho.commands.source import WORKING_TREE, load_kinds, open_repository
from sekisho.commands.ticketing import judged
from sekisho.commands.ways_back import ways_back
from sekisho.gate.checklist.evidence import Links, ReleaseEvidence
from sekisho.gate.checklist.items import checklist
from sekisho.model.base import Language
from sekisho.model.decision import ChecklistItem, Decision
from sekisho.model.kinds.policy import GatePolicy, RolloutPolicy
from sekisho.model.ref import Kind
from sekisho.model.verdict import GateReport

OUT = Path(".sekisho") / "gate"
PROMPTS = "registry/prompts"


def checklist_of(
    root: Path,
    report: GateReport | None,
    base: str | None,
    head: str | None,
    *,
    since: str | None = None,
    links: Links | None = None,
) -> tuple[ChecklistItem, ...]:
    """Return the six items of the change from `base` (or where `head` left `since`) to `head`; None as in `plan`.

    `links` None: as `links_of` makes them. Raises SourceError and UsageError as `plan` does.
    """
    repository = open_repository(root)
    start = start_of(repository, base, since, head)
    return checklist(_evidence(repository, report, (start, head), links or links_of(repository, head, "", os.environ)))


def _evidence(
    repository: Repository, report: GateReport | None, ends: tuple[str, str | None], links: Links
) -> ReleaseEvidence:
    with uncollected():
        found = examine(repository, *ends)
    changes = found.case.change_set
    loaded = load_kinds(repository.root, ends[1], {Kind.ENVIRONMENT, Kind.POLICY}).registry
    tickets = [said(file) for file in speaking(found.case.edits) if said(file)]
    standing = judged(repository, found)
    return ReleaseEvidence(
        change_set=changes,
        standing=standing,
        report=report,
        named=tuple(dict.fromkeys(name for ticket in tickets for name in ticket["environments"])),
        environments=loaded.environments,
        rollouts={id_: policy for id_, policy in loaded.policies.items() if isinstance(policy, RolloutPolicy)},
        prompt_revision=_prompt_revision(repository, changes.head),
        ways_back=tuple(ways_back(repository, found, standing)),
        links=links,
        language=report.language if report else _language(found),
    )


def _language(found: Examined) -> Language:
    policy = found.policies.of("gate", GatePolicy)
    return policy.language if policy else Language.EN


def _prompt_revision(repository: Repository, head: str) -> str:
    """The tree id of the prompts; of a working tree only where it is what HEAD holds."""
    if head == WORKING_TREE:
        return "" if repository.is_dirty(PROMPTS) else tree_of(repository, "HEAD", PROMPTS) or ""
    return tree_of(repository, head, PROMPTS) or ""


def links_of(repository: Repository, head: str | None, link_base: str, environment: Mapping[str, str]) -> Links:
    """Return where evidence can be looked at: below `link_base`, else as the GITHUB_* variables say, else as paths."""
    server, name = environment.get("GITHUB_SERVER_URL", ""), environment.get("GITHUB_REPOSITORY", "")
    there = f"{server}/{name}" if server and name else ""
    run = environment.get("GITHUB_RUN_ID", "")
    files = link_base.rstrip("/") or (f"{there}/blob/{repository.resolve(head or 'HEAD')}" if there else "")
    return Links(files, f"{there}/actions/runs/{run}" if there and run else "")


def asked(
    root: Path, file: Path | None, decision: Path | None, link_base: str, ends: Mapping[str, str | None]
) -> tuple[tuple[ChecklistItem, ...], Language]:
    """Return the checklist that was asked for, and the language it is in; `ends` are base, since and head.

    Without `file` the last gate's report counts, if there is one. Raises SourceError as `checklist_of`, and for files
    that are not what they should be.
    """
    if decision is not None:
        policy = gate_policy_here(root)
        return read(decision, Decision).checklist, policy.language if policy else Language.EN
    last = root / OUT / "report.json"
    report = read(file or last, GateReport) if file or last.is_file() else None
    repository, head = open_repository(root), ends["head"]
    start = start_of(repository, ends["base"], ends["since"], head)
    evidence = _evidence(repository, report, (start, head), links_of(repository, head, link_base, os.environ))
    return checklist(evidence), evidence.language
