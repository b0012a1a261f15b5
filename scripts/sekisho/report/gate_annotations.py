"""A gate's report as annotations: the verdict, what is wrong in files, and the must-pass cases that broke."""

from collections.abc import Iterator

from sekisho.model.verdict import GateReport, Pairing, VerdictState
from sekisho.report.annotations import ERROR, WARNING, Annotation, annotated, of_finding
from sekisho.report.headline import headline
from sekisho.report.view import Dialogue, dialogues
from sekisho.report.wording import words

LEVELS = {VerdictState.FAIL: ERROR, VerdictState.ERROR: ERROR, VerdictState.INCONCLUSIVE: WARNING}


def gate_annotations(report: GateReport) -> str:
    """Return the lines for a workflow's log; none for a gate that passes and finds nothing."""
    return annotated(_annotations(report), words(report.language)["annotations-left-out"])


def _annotations(report: GateReport) -> Iterator[Annotation]:
    state = report.verdict.state
    if state in LEVELS:
        name, meaning = headline(state, report.language)
        yield Annotation(LEVELS[state], f"{name}: {meaning}", "sekisho gate")
    broken = dialogues(report, Pairing.BROKEN)
    for place, pair in enumerate(broken.pairs):
        if pair.must_pass:
            yield _broken(report, broken[place])
    plan = report.plan.change_set.findings if report.plan else ()
    yield from map(of_finding, dict.fromkeys((*plan, *report.findings)))


def _broken(report: GateReport, dialogue: Dialogue) -> Annotation:
    pair, table = dialogue.pair, words(report.language)
    said = pair.note
    if pair.cause is not None:
        where = table["cause-in"].format(stage=pair.cause.stage, turn=pair.cause.turn + 1)
        said = f"{pair.cause.code}, {where}: {pair.cause.message}"
    path = report.case_files.get(pair.case, "")
    title = table["broken-case"].format(case=pair.case)
    return Annotation(ERROR, f"{dialogue.title}: {said}" if dialogue.title else said, title, path, 1 if path else 0)
