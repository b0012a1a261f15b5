"""Plain lists: findings, dialogues that were fixed or are unstable, and what was not run and why."""

from collections.abc import Iterator, Sequence

from sekisho.model.finding import Finding
from sekisho.model.verdict import CasePair, Pairing
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import bullets, details, markdown, markdown_code
from sekisho.report.view import Dialogue


def findings(subject: Subject) -> Iterator[str]:
    """Yield what is wrong with the files."""
    found = (*(subject.report.plan.change_set.findings if subject.report.plan else ()), *subject.report.findings)
    if found:
        lines = [finding_line(subject, one) for one in dict.fromkeys(found)]
        yield f"### {subject.words['findings']} ({len(lines)})\n\n{bullets(subject.bounded(lines))}"


def finding_line(subject: Subject, finding: Finding) -> str:
    """Return one finding as Markdown: where, what was found, what was expected, which rule."""
    place = finding.location
    said = [finding.message]
    said += [f"found {finding.found}"] if finding.found is not None else []
    said += [f"expected {finding.expected}"] if finding.expected is not None else []
    return (
        f"{subject.links.file(place.path, place.line)} {markdown(', '.join(said), 300)} {markdown_code(finding.rule)}"
    )


def unstable(subject: Subject) -> Iterator[str]:
    """Yield the dialogues that end differently from trial to trial."""
    yield from _dialogues(subject, Pairing.UNSTABLE, "unstable")


def fixed(subject: Subject) -> Iterator[str]:
    """Yield the dialogues that failed before and pass now."""
    yield from _dialogues(subject, Pairing.FIXED, "fixed")


def _dialogues(subject: Subject, pairing: Pairing, key: str) -> Iterator[str]:
    found = subject.found[pairing]
    if found:
        lines = subject.bounded(found, _line)
        yield details(f"{subject.words[key]} ({len(found)})", bullets(lines))


def _line(dialogue: Dialogue) -> str:
    said = (markdown(dialogue.title, 80), markdown(dialogue.pair.note))
    return " ".join([markdown_code(dialogue.pair.case), *(text for text in said if text)])


def not_run(subject: Subject) -> Iterator[str]:
    """Yield what the verdict does not rest on: cases without a judgement by their reason, and what the plan says."""
    plan, table = subject.report.plan, subject.words
    lines = [_unjudged(subject, note, found) for note, found in _by_note(subject.found[Pairing.NOT_COMPARED].pairs)]
    if subject.report.comparison is None and plan is not None and plan.suites:
        names = subject.codes([suite.name for suite in plan.suites])
        lines.append(table["suites-not-run"].format(names=names))
    if plan is not None:
        lines += [markdown(note, 300) for note in plan.notes]
        lines += [table["recommended-not-run"].format(name=markdown(name, 160)) for name in plan.recommended]
    if lines:
        yield f"### {table['not-run']}\n\n{bullets(subject.bounded(lines))}"


def _by_note(found: Sequence[CasePair]) -> list[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for pair in found:
        groups.setdefault(pair.note, []).append(pair.case)
    return sorted(groups.items(), key=lambda group: -len(group[1]))


def _unjudged(subject: Subject, note: str, cases: Sequence[str]) -> str:
    table = subject.words
    count = table["one-case"] if len(cases) == 1 else table["n-cases"].format(count=len(cases))
    return f"{count}: {markdown(note, 200) or '-'} ({subject.codes(cases)})"
