"""One turn of a dialogue for the terminal."""

from sekisho.model.trace import TurnTrace
from sekisho.report.canvas import Canvas
from sekisho.report.safe import printable
from sekisho.report.view import shown

REPLY_LIMIT = 2000


def turn_text(turn: TurnTrace, *, trace: bool, width: int = 100) -> str:
    """Return the reply; with `trace`, also what the six stages decided."""
    canvas = Canvas(width)
    if turn.error is not None:
        canvas.line(f"bot! {turn.error.code}: {printable(turn.error.message, REPLY_LIMIT)}", "red")
    else:
        canvas.line(f"bot> {printable(turn.reply, REPLY_LIMIT)}")
    if trace:
        for name, value in _facts(turn):
            canvas.line(f"     {name:<12} {printable(value, 160)}", "dim")
    return canvas.text()


def _facts(turn: TurnTrace) -> list[tuple[str, str]]:
    slots = ", ".join(f"{name}={shown(value)}" for name, value in turn.slots.items() if value is not None)
    tools = ", ".join(f"{call.tool}({shown(dict(call.arguments))})" for call in turn.tool_calls)
    facts = [
        ("intent", turn.intent or "-"),
        ("mode", turn.mode or "-"),
        ("slots", slots or "-"),
        ("next action", turn.next_action or "-"),
        ("tools", tools or "-"),
        ("route", " → ".join(turn.route)),
        ("latency", f"{turn.latency_ms:.0f} ms"),
    ]
    return facts if tools else [fact for fact in facts if fact[0] != "tools"]
