"""From changes to the tests they need: the union of the matrix rows of their types, each suite with its cases.

The matrix is the base revision's, so that a change cannot choose its own tests. Where the matrix has no answer
(an unknown type, a missing row, a suite that does not exist) every suite runs.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Final

from sekisho.change.links import links
from sekisho.change.matrix import default_matrix
from sekisho.model.change import ChangeSet, ChangeType, PlannedSuite, TestPlan
from sekisho.model.facts import Facts
from sekisho.model.kinds.policy import CaseSource, ChangeMatrix, Suite
from sekisho.model.ref import CASES, Kind, Ref

EVERY: Final = "all"
UNCHANGED = "nothing to test: no file has other content"
BUILT_IN = "the base revision has no readable change matrix in registry/policies, so the built-in one is used"
NEUTRAL = "nothing to test: no behaviour change, and nothing that judges one"
KINDS_OF_SOURCE = {
    CaseSource.GOLDEN: (Kind.GOLDEN,),
    CaseSource.SCENARIOS: (Kind.SCENARIO,),
    CaseSource.ALL: CASES,
    CaseSource.PROMPTS: (),
    CaseSource.LINT: CASES,
}


def plan(
    change_set: ChangeSet, affected: Sequence[Ref], matrix: ChangeMatrix | None, facts: Sequence[Facts]
) -> TestPlan:
    """Return the suites the changes need, in the matrix's order; without a typed change there are none.

    `matrix` None: the base has none that can be read, so the built-in one holds, and a note says so.
    `facts` are the head's: they say which cases and prompts there are. A suite that selects no case is kept, since
    nothing to check is never a pass; a unit-test suite is left out when no prompt is touched.
    """
    rows = default_matrix() if matrix is None else matrix
    asked = {kind: _asked(kind, rows) for kind in change_set.types}
    prompts = _prompts(affected, facts)
    needed = {name: tuple(kind for kind in asked if name in asked[kind]) for name in rows.suites}
    suites = (
        select(name, suite, prompts, facts).model_copy(update={"because": needed[name]})
        for name, suite in rows.suites.items()
        if needed[name] and not (suite.cases is CaseSource.PROMPTS and not prompts)
    )
    return TestPlan(
        change_set=change_set,
        affected=tuple(affected),
        links=links(affected, facts),
        suites=tuple(suites),
        recommended=_recommended(change_set.types, rows),
        notes=(*([BUILT_IN] if matrix is None and change_set.types else []), *_notes(change_set, rows)),
    )


def _asked(kind: ChangeType, matrix: ChangeMatrix) -> Collection[str]:
    row = matrix.rules.get(kind)
    if kind is ChangeType.UNKNOWN or row is None or EVERY in row.must or not set(row.must) <= matrix.suites.keys():
        return matrix.suites.keys()
    return row.must


def select(name: str, suite: Suite, prompts: Sequence[str], facts: Sequence[Facts]) -> PlannedSuite:
    """Return what a suite runs, whoever asks for it; `prompts` are those a unit-test suite is about."""
    cases = tuple(sorted(f"{file.kind}/{file.id}" for file in _selected(suite, facts)))
    return PlannedSuite(
        name=name,
        because=(),
        cases=() if suite.cases is CaseSource.LINT else cases,
        prompts=tuple(prompts) if suite.cases is CaseSource.PROMPTS else (),
        linted=cases if suite.cases is CaseSource.LINT else (),
        fields=suite.fields,
        coverage=suite.coverage,
    )


def _selected(suite: Suite, facts: Iterable[Facts]) -> Iterable[Facts]:
    kinds = KINDS_OF_SOURCE[suite.cases]
    found: Iterable[Facts] = (file for file in facts if file.kind in kinds)
    for wanted, key in ((suite.tags, "tags"), (suite.fields, "asserts")):
        if wanted:
            found = [file for file in found if _has_any(wanted, file, key)]
    return found


def _has_any(wanted: Collection[str], file: Facts, key: str) -> bool:
    """Say whether a case has any of what a suite wants; where nothing is known, it has."""
    return (found := file.details.get(key)) is None or not set(wanted).isdisjoint(found)


def _prompts(affected: Iterable[Ref], facts: Iterable[Facts]) -> tuple[str, ...]:
    existing = {file.id for file in facts if file.kind is Kind.PROMPT}
    return tuple(sorted({ref.id for ref in affected if ref.kind is Kind.PROMPT} & existing))


def _notes(change_set: ChangeSet, matrix: ChangeMatrix) -> Iterator[str]:
    if not change_set.types:
        yield NEUTRAL if change_set.changes else UNCHANGED
    if ChangeType.UNKNOWN in change_set.types:
        yield "every suite runs: a change of unknown type can touch anything"
    for kind in change_set.types:
        row = matrix.rules.get(kind)
        if row is None:
            yield f"every suite runs: the change matrix has no row for {kind}"
        elif missing := sorted(set(row.must) - matrix.suites.keys() - {EVERY}):
            yield f"every suite runs: the change matrix asks for {', '.join(missing)}, which it does not define"


def _recommended(types: Iterable[ChangeType], matrix: ChangeMatrix) -> tuple[str, ...]:
    rows = (matrix.rules[kind] for kind in types if kind in matrix.rules)
    return tuple(dict.fromkeys(text for row in rows for text in row.recommended))
