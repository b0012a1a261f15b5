"""Who must say yes to a change, and who has: CODEOWNERS for every path, and what the policy asks for beyond it.

Both are the base revision's: a pull request cannot choose who judges it. A renamed file is asked for under both
names. Any one owner of a line is enough for the line's paths, as on GitHub; the author never counts, not as a member
of a team either, and a bot counts only where it is named itself.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sekisho.codeowners.table import Codeowners
from sekisho.gate.opinions import BOT, Opinions, folded, opinions
from sekisho.model.decision import ApprovalState, OwnerGroup
from sekisho.model.kinds.policy import ApprovalPolicy, ApprovalRule
from sekisho.model.owners import OwnerLine
from sekisho.model.pull import PullChange, PullEvidence, PullFile

SHOWN_PATHS = 20


class Asked(NamedTuple):
    """A rule that asks for approvals; `by_policy` where the policy is it, and not CODEOWNERS."""

    owners: tuple[str, ...]
    need: int
    because: str
    paths: tuple[str, ...]
    by_policy: bool


@dataclass(frozen=True, slots=True)
class People:
    """Who the owners of a rule are, folded and without the author; `unknown` are owners nobody could be found for."""

    known: frozenset[str]
    unknown: tuple[str, ...]


def owner_groups(
    evidence: PullEvidence, owners: Codeowners, policy: ApprovalPolicy | None, environments: Collection[str]
) -> tuple[OwnerGroup, ...]:
    """Return every group that must approve, CODEOWNERS' first, in the order of the file and of the policy.

    `environments` are those the ticket wants to reach; none: not known. Without `evidence.change` nobody is asked.
    """
    if evidence.change is None:
        return ()
    paths = changed_paths(evidence.change.files)
    asked = [*_by_line(paths, owners), *_by_rule(evidence.change, policy, environments)]
    said = opinions(evidence)
    people = [_people(rule.owners, evidence) for rule in asked]
    counted = [_approving(found, said) for found in people]
    if policy is not None and policy.distinct:
        counted = _distinct(asked, counted)
    return tuple(_group(*each, said) for each in zip(asked, people, counted, strict=True))


def owners_to_ask(
    change: PullChange, owners: Codeowners, policy: ApprovalPolicy | None, environments: Collection[str] = ()
) -> tuple[str, ...]:
    """Return the owners of every group that a change needs, each once: those whose people must be known."""
    asked = [*_by_line(changed_paths(change.files), owners), *_by_rule(change, policy, environments)]
    return tuple(dict.fromkeys(owner for rule in asked for owner in rule.owners))


def changed_paths(files: Iterable[PullFile]) -> tuple[str, ...]:
    """Return every path a change touches, under its old and its new name, sorted."""
    return tuple(sorted({path for file in files for path in (file.path, file.old_path) if path}))


def _by_line(paths: Sequence[str], owners: Codeowners) -> Iterator[Asked]:
    """Yield the lines of CODEOWNERS that decide about a changed path; those without owners ask nobody."""
    of_line: dict[int, tuple[OwnerLine, list[str]]] = {}
    for path in paths:
        line = owners.line_of(path)
        if line is not None and line.owners:
            of_line.setdefault(line.number, (line, []))[1].append(path)
    for number, (line, matched) in sorted(of_line.items()):
        yield Asked(line.owners, 1, f"{owners.path}:{number}", tuple(matched), by_policy=False)


def _by_rule(change: PullChange, policy: ApprovalPolicy | None, environments: Collection[str]) -> Iterator[Asked]:
    for rule in policy.rules if policy else ():
        types = [str(kind) for kind in rule.types if kind in change.types]
        if types and _reaches(rule, environments):
            where = f" to {', '.join(rule.environments)}" if rule.environments else ""
            because = f"policies/approvals: {', '.join(types)}{where}"
            yield Asked(rule.groups, rule.count, because, (), by_policy=True)


def _reaches(rule: ApprovalRule, environments: Collection[str]) -> bool:
    return not rule.environments or not environments or not set(rule.environments).isdisjoint(environments)


def _people(owners: Sequence[str], evidence: PullEvidence) -> People:
    teams = {folded(name): members for name, members in evidence.teams.items()}
    known: set[str] = set()
    unknown: list[str] = []
    for owner in owners:
        if owner.startswith("@") and "/" not in owner:
            known.add(folded(owner[1:]))
            continue
        members = teams.get(folded(owner))
        if members is None:
            unknown.append(owner)
        else:
            known.update(login for login in map(folded, members) if not login.endswith(BOT))
    return People(frozenset(known - {folded(evidence.pull.author)}), tuple(unknown))


def _approving(people: People, said: Opinions) -> list[str]:
    return [login for login in said.approving if login in people.known]


def _distinct(asked: Sequence[Asked], counted: Sequence[list[str]]) -> list[list[str]]:
    """Give every approval to one rule of the policy only, so that as many as possible are served.

    Augmenting paths in a bipartite graph of places to fill and people (Kuhn 1955); earlier rules are filled first.
    """
    holds: dict[str, tuple[int, int]] = {}

    def fill(place: tuple[int, int], tried: set[str]) -> bool:
        for login in counted[place[0]]:
            if login not in tried:
                tried.add(login)
                if login not in holds or fill(holds[login], tried):
                    holds[login] = place
                    return True
        return False

    for index, rule in enumerate(asked):
        if rule.by_policy:
            for number in range(min(rule.need, len(counted[index]))):
                fill((index, number), set())
    given: Mapping[int, set[str]] = defaultdict(set)
    for login, (index, _) in holds.items():
        given[index].add(login)
    return [
        [login for login in logins if not rule.by_policy or login in given[index]]
        for index, (rule, logins) in enumerate(zip(asked, counted, strict=True))
    ]


def _group(asked: Asked, people: People, counted: Sequence[str], said: Opinions) -> OwnerGroup:
    objecting = [login for login in said.objecting if login in people.known]
    return OwnerGroup(
        owners=asked.owners,
        need=asked.need,
        because=asked.because,
        paths=asked.paths[:SHOWN_PATHS],
        path_count=len(asked.paths),
        approved_by=tuple(said.approving[login] for login in counted),
        stale=tuple(name for login, name in said.stale.items() if login in people.known),
        objecting=tuple(said.objecting[login] for login in objecting),
        unknown=people.unknown,
        people=None if people.unknown else len(people.known),
        state=_state(asked.need, people, len(counted), bool(objecting), said),
    )


def _state(need: int, people: People, counted: int, objection: bool, said: Opinions) -> ApprovalState:
    """An objection of somebody who may be an owner is not passed over because nobody could look who the owners are."""
    if objection:
        return ApprovalState.OBJECTED
    if counted >= need and not (people.unknown and said.objecting):
        return ApprovalState.APPROVED
    return ApprovalState.UNKNOWN if people.unknown else ApprovalState.MISSING
