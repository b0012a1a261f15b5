"""A decision for the terminal: the answer, who must still approve, what else stands in the way, what is settled.

Titles and names are their author's words: shown, never obeyed.
"""

from collections.abc import Iterable, Sequence

from sekisho.model.base import Language
from sekisho.model.decision import ApprovalState, Decision, DecisionReason, DecisionState, OwnerGroup
from sekisho.report.canvas import Canvas
from sekisho.report.decision_words import DECISION_WORDS, reason_words
from sekisho.report.safe import printable

MARKS = {DecisionState.GO: "✓", DecisionState.WAITING: "…", DecisionState.NO_GO: "✗"}
STYLES = {DecisionState.GO: "green", DecisionState.WAITING: "yellow", DecisionState.NO_GO: "red"}
SHOWN_PATHS = 3
APPROVALS = "approvals"


def decision_text(decision: Decision, language: Language = Language.EN, *, width: int = 100) -> str:
    """Return the decision as terminal text with ANSI styles, `width` columns wide (kept between 60 and 140)."""
    canvas = Canvas(width)
    say = _Words(language)
    canvas.line(f"{MARKS[decision.state]} {say(f'state.{decision.state.name}')}", f"bold {STYLES[decision.state]}")
    _pull(canvas, decision, say)
    _missing(canvas, decision, say)
    _reasons(canvas, decision, say)
    _approved(canvas, decision, say)
    _settled(canvas, decision, say)
    return canvas.text()


class _Words:
    """The table of one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def __call__(self, key: str, **values: object) -> str:
        shown = {name: printable(value, 400) for name, value in values.items()}
        return DECISION_WORDS[key][self.language is Language.JA].format(**shown)

    def reason(self, reason: DecisionReason, decision: Decision) -> tuple[str, str]:
        """Return what a reason says, and its details in the gate's own words where those are another language's."""
        said, details = reason_words(reason, decision, self.language)
        return printable(said, 600), printable(details, 600)


def _pull(canvas: Canvas, decision: Decision, say: _Words) -> None:
    pull = decision.pull
    if pull is None:
        return
    parts = [f"{pull.repository} #{pull.number}", pull.title, say("by", author=pull.author), pull.head[:12]]
    parts += [say("fork", repository=pull.head_repository)] if pull.fork else []
    canvas.item("  ", "  ".join(printable(part, 120) for part in parts), "dim")


def _missing(canvas: Canvas, decision: Decision, say: _Words) -> None:
    open_ = _merged(group for group in decision.groups if group.state is not ApprovalState.APPROVED)
    if open_:
        canvas.heading(say("missing"))
    for group in sorted(open_, key=lambda group: group.state is not ApprovalState.OBJECTED):
        objected = group.state is ApprovalState.OBJECTED
        state = DecisionState.NO_GO if objected else DecisionState.WAITING
        canvas.item(f"  {MARKS[state]} ", f"{_owners(group)}: {_need(group, say)}", STYLES[state])
        for line in _details(group, say):
            canvas.item("    ", line)


def _merged(groups: Iterable[OwnerGroup]) -> list[OwnerGroup]:
    """Make one of the groups that ask the same people for the same thing: a reader is asked once."""
    merged: dict[OwnerGroup, list[OwnerGroup]] = {}
    for group in groups:
        key = group.model_copy(update={"because": "", "paths": (), "path_count": 0})
        merged.setdefault(key, []).append(group)
    return [
        key.model_copy(
            update={
                "because": ", ".join(dict.fromkeys(group.because for group in same)),
                "paths": tuple(path for group in same for path in group.paths),
                "path_count": sum(group.path_count for group in same),
            }
        )
        for key, same in merged.items()
    ]


def _need(group: OwnerGroup, say: _Words) -> str:
    if group.state is ApprovalState.OBJECTED:
        return say("objected", names=", ".join(group.objecting), because=group.because)
    if group.state is ApprovalState.UNKNOWN:
        return say("unknown", names=", ".join(group.unknown), because=group.because)
    return say("lacking", count=group.need - len(group.approved_by), need=group.need, because=group.because)


def _details(group: OwnerGroup, say: _Words) -> Iterable[str]:
    if group.paths:
        shown = ", ".join(group.paths[:SHOWN_PATHS])
        more = group.path_count - len(group.paths[:SHOWN_PATHS])
        yield say("for", paths=say("more-paths", paths=shown, count=more) if more > 0 else shown)
    if group.stale:
        yield say("stale", names=", ".join(group.stale))
    if group.state is ApprovalState.UNKNOWN:
        yield say("unknown-team" if any(owner.startswith("@") for owner in group.unknown) else "unknown-address")
    if group.people is not None and group.people < group.need:
        yield say("too-few", people=group.people)


def _reasons(canvas: Canvas, decision: Decision, say: _Words) -> None:
    """Draw what is no group's matter: groups were drawn above, with their details."""
    bad = [reason for reason in decision.reasons if reason.state is not DecisionState.GO]
    bad = [reason for reason in bad if reason.id != APPROVALS or not decision.groups]
    _listed(canvas, "reasons", bad, decision, say)


def _settled(canvas: Canvas, decision: Decision, say: _Words) -> None:
    good = [reason for reason in decision.reasons if reason.state is DecisionState.GO and reason.id != APPROVALS]
    _listed(canvas, "settled", good, decision, say)


def _listed(canvas: Canvas, key: str, reasons: Sequence[DecisionReason], decision: Decision, say: _Words) -> None:
    if reasons:
        canvas.heading(say(key))
    for reason in reasons:
        said, details = say.reason(reason, decision)
        style = "" if reason.state is DecisionState.GO else STYLES[reason.state]
        canvas.item(f"  {MARKS[reason.state]} ", f"{say(f'name.{reason.id}')}: {said}", style)
        if details and (reason.state is not DecisionState.GO or reason.id in ("ownership", "program", "ticket")):
            canvas.item("    ", details, "dim")


def _approved(canvas: Canvas, decision: Decision, say: _Words) -> None:
    done = _merged(group for group in decision.groups if group.state is ApprovalState.APPROVED)
    if done:
        canvas.heading(say("approved"))
    for group in done:
        names = ", ".join(group.approved_by)
        text = say("by-whom", names=names, owners=_owners(group), because=group.because)
        canvas.item(f"  {MARKS[DecisionState.GO]} ", text, STYLES[DecisionState.GO])


def _owners(group: OwnerGroup) -> str:
    return printable(", ".join(group.owners), 200)
