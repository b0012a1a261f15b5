"""The answer in one glance: a heading, what it is about in figures, and where to read on."""

from collections.abc import Iterator

from sekisho.model.decision import DecisionState
from sekisho.model.verdict import Pairing
from sekisho.report.comment.subject import Subject
from sekisho.report.headline import headline
from sekisho.report.markdown import markdown
from sekisho.report.text import MARKS
from sekisho.report.wording import named

DECISION_MARKS = {DecisionState.GO: "✓", DecisionState.WAITING: "…", DecisionState.NO_GO: "✗"}
COUNTED = (Pairing.BROKEN, Pairing.FIXED, Pairing.UNSTABLE, Pairing.NOT_COMPARED)


def verdict(subject: Subject) -> Iterator[str]:
    """Yield the heading and the lines below it."""
    state = subject.report.verdict.state
    name, meaning = headline(state, subject.language)
    said = f"{MARKS[state]} {name}: {meaning}"
    lines = [f"## {said}"]
    if subject.decision is not None:
        decided = subject.decision.state
        word = subject.words[f"decision.{decided.name.lower()}"]
        lines = [f"## {DECISION_MARKS[decided]} {word}", "", f"{subject.words['gate']}: {said}"]
    facts = " · ".join(fact for fact in (_types(subject), _cases(subject), _sides(subject), _places(subject)) if fact)
    yield "\n".join([*lines, *(["", facts] if facts else [])])


def _types(subject: Subject) -> str:
    if subject.report.plan is None:
        return ""
    kinds = subject.report.plan.change_set.types
    return ", ".join(f"**{named('type', kind, subject.language)}**" for kind in kinds) or subject.words["no-type"]


def _cases(subject: Subject) -> str:
    if subject.report.comparison is None:
        return subject.words["no-runs"]
    total = len(subject.report.comparison.pairs)
    counts = [
        f"{subject.words[f'kind.{pairing}']} **{len(subject.found[pairing])}**"
        for pairing in COUNTED
        if subject.found[pairing] or pairing is Pairing.BROKEN
    ]
    return f"{subject.words['n-cases'].format(count=total)}: {', '.join(counts)}"


def _sides(subject: Subject) -> str:
    if subject.report.plan is None:
        return ""
    found = subject.report.plan.change_set
    return f"{subject.links.revision(found.base)} → {subject.links.revision(found.head)}"


def _places(subject: Subject) -> str:
    known = (("html-report", subject.links.report), ("workflow-run", subject.links.run))
    return " · ".join(f"[{markdown(subject.words[key])}]({link})" for key, link in known if link)
