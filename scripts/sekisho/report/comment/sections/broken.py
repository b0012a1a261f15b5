"""Broken dialogues: the cause of each and the turn in which the two sides part; the whole dialogue to unfold."""

from collections.abc import Iterator, Sequence

from sekisho.model.trace import TurnTrace
from sekisho.model.verdict import Pairing
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import bullets, details, inline_html, markdown, markdown_code
from sekisho.report.tables import markdown_table
from sekisho.report.view import Dialogue, Round, causes, shown

OPEN = 3
"""So many dialogues are unfolded from the start."""
SHOWN_CHECKS = 5
SHOWN_TURNS = 30
REPLY = 300


def broken(subject: Subject) -> Iterator[str]:
    """Yield the heading with the causes, then one piece a dialogue, so that a long one costs no other its place."""

    found = subject.found[Pairing.BROKEN]
    if not found:
        return
    by_cause = ", ".join(f"{markdown_code(code)} {count}" for code, count in causes(found.pairs))
    yield f"### {subject.words['broken']} ({len(found)})" + (f"\n\n{by_cause}" if by_cause else "")
    for place, dialogue in enumerate(found[: subject.depth.dialogues]):
        yield details(_summary(subject, dialogue), _dialogue(subject, dialogue), opened=place < OPEN)
    rest = len(found) - subject.depth.dialogues
    if rest > 0:
        yield subject.words["more"].format(count=rest)


def _summary(subject: Subject, dialogue: Dialogue) -> str:
    """Return the line that stands for a dialogue while it is folded: which one, and its cause."""
    pair, table = dialogue.pair, subject.words
    said = [f"<code>{inline_html(pair.case)}</code>"]
    said += [f"<b>{table['must-pass']}</b>"] if pair.must_pass else []
    said += [inline_html(dialogue.title, 80)] if dialogue.title else []
    if pair.cause is not None:
        where = table["cause-in"].format(stage=pair.cause.stage, turn=pair.cause.turn + 1)
        said.append(f"<code>{inline_html(pair.cause.code)}</code> ({where})")
    return " · ".join(said)


def _dialogue(subject: Subject, dialogue: Dialogue) -> str:
    pair, table = dialogue.pair, subject.words
    path = subject.report.case_files.get(pair.case, "")
    place = f" ({subject.links.file(path)})" if path else ""
    if pair.cause is None:
        return f"{markdown(pair.note) or '-'}{place}"
    cause = pair.cause
    said = f"{table['cause']}: {markdown_code(cause.code)} {markdown(cause.message, 300)}{place}"
    first = cause.turn if pair.diverged_turn is None else min(cause.turn, pair.diverged_turn)
    rounds = [one for one in dialogue.rounds if one[0] <= cause.turn]
    return "\n\n".join(
        [said, *_parting(subject, rounds, first), *_failed(subject, dialogue), *_whole(subject, rounds, first)]
    )


def _failed(subject: Subject, dialogue: Dialogue) -> Iterator[str]:
    table = subject.words
    if dialogue.failed_checks:
        yield bullets(
            [
                f"{markdown_code(check.field)}: {table['expected']} {markdown(shown(check.expected)) or '-'}, "
                f"{table['observed']} {markdown(shown(check.observed)) or '-'}"
                for check in dialogue.failed_checks[:SHOWN_CHECKS]
            ]
        )


def _parting(subject: Subject, rounds: Sequence[Round], first: int) -> Iterator[str]:
    """Yield the turn that differs first."""
    parting = [one for one in rounds if one[0] == first]
    if parting:
        yield _grid(subject, parting, first)


def _whole(subject: Subject, rounds: Sequence[Round], first: int) -> Iterator[str]:
    """Yield all turns up to the cause, to unfold, where there is more than the one that differs."""
    if len(rounds) > 1:
        title = subject.words["whole-dialogue"].format(count=len(rounds))
        yield details(title, _grid(subject, rounds[-SHOWN_TURNS:], first))


def _grid(subject: Subject, rounds: Sequence[Round], first: int) -> str:
    table = subject.words
    header = ("#", table["user"], table["baseline"], table["candidate"])
    rows = [
        (_number(number, first), markdown(_user(before, after), REPLY), *(_reply(one) for one in (before, after)))
        for number, before, after in rounds
    ]
    return markdown_table(header, rows)


def _number(turn: int, first: int) -> str:
    return f"**{turn + 1}&nbsp;≠**" if turn == first else str(turn + 1)


def _user(before: TurnTrace | None, after: TurnTrace | None) -> str:
    known = after or before
    return known.user if known else ""


def _reply(trace: TurnTrace | None) -> str:
    if trace is None:
        return "–"
    said = trace.reply or (f"{trace.error.code}: {trace.error.message}" if trace.error else "")
    return markdown(said, REPLY)
