"""Text of others on a line of a log: the runner of a workflow reads what is printed and obeys some of it."""

LEGACY_COMMAND = "##["
"""The runner looks for this anywhere in a line; `::` counts at its start only, and there stands our own word."""


def one_line(text: object, limit: int = 300) -> str:
    """Return `text` as one line of at most `limit` printable characters that no runner takes for a command.

    What starts the line is the caller's, so that `::` never does.
    """
    shown = "".join(character if character.isprintable() else " " for character in str(text)[: limit + 1])
    shown = shown.replace(LEGACY_COMMAND, "## [")
    return shown if len(shown) <= limit else shown[: limit - 1] + "…"
