"""A case asserts something, and nothing that contradicts itself: nothing to check is never a pass."""

from collections.abc import Iterator

from sekisho.model.kinds.case import (
    CaseBase,
    EndExpectation,
    GoldenCase,
    ReplyExpectation,
    ToolExpectation,
    ToolMatch,
    TurnExpectation,
)
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    """Yield a case without any expectation, and expectations that cannot hold together."""
    case: CaseBase = subject.artifact
    if not case.end.model_fields_set and not any(turn.expect.model_fields_set for turn in case.turns):
        message = "a case that asserts nothing"
        yield Problem("case/asserts-nothing", ("turns",), message, None, "an expect or an end", at_key=True)
    for index, turn in enumerate(case.turns):
        path = ("turns", index, "expect")
        yield from _alternatives(turn.expect, path)
        for place, expect in turn.expect.stated:
            yield from _contradictions(expect.tools, expect.reply, (*path, *place))
    if isinstance(case, GoldenCase) and case.search is not None:
        yield from _search(case)
    yield from _alternatives(case.end, ("end",))
    for place, end in case.end.stated:
        yield from _contradictions(end.tools, None, ("end", *place))


def _search(case: GoldenCase) -> Iterator[Problem]:
    """A search finds documents and says nothing: whatever else is expected of it can never hold."""
    expected = [(("turns", index, "expect"), turn.expect) for index, turn in enumerate(case.turns)]
    for path, expect in (*expected, (("end",), case.end)):
        for field in sorted(expect.model_fields_set - {"retrieved"}):
            message = "a search that expects more than documents"
            yield Problem("case/contradiction", (*path, field), message, excerpt(field), "retrieved", at_key=True)


def _alternatives(expect: TurnExpectation | EndExpectation, path: Path) -> Iterator[Problem]:
    """Yield alternatives that decide nothing: a single one, one that asserts nothing, one that says a thing again."""
    if len(expect.any_of) == 1:
        message = "a single alternative"
        yield Problem("case/alternatives", (*path, "any_of"), message, None, "at least two, or none", at_key=True)
    for index, alternative in enumerate(expect.any_of):
        place = (*path, "any_of", index)
        if not alternative.model_fields_set:
            yield Problem("case/alternatives", place, "an alternative that asserts nothing always holds")
        for name in sorted(alternative.model_fields_set & expect.model_fields_set):
            expected = "a field that is always expected, or one of the alternatives"
            message = "an alternative says again what is always expected"
            yield Problem("case/alternatives", (*place, name), message, name, expected, at_key=True)


def _contradictions(tools: ToolExpectation | None, reply: ReplyExpectation | None, path: Path) -> Iterator[Problem]:
    if tools is not None:
        yield from _tools(tools, (*path, "tools"))
    if reply is not None:
        yield from _reply(reply, (*path, "reply"))


def _tools(tools: ToolExpectation, path: Path) -> Iterator[Problem]:
    if (tools.match is ToolMatch.NONE) == bool(tools.calls) and tools.match is not ToolMatch.EXACT:
        message = f"match {tools.match} {'with' if tools.calls else 'without'} calls"
        yield Problem("case/contradiction", (*path, "match"), message, None, "none without calls, the others with some")


def _reply(reply: ReplyExpectation, path: Path) -> Iterator[Problem]:
    for wanted, refused, field in (
        (reply.contains, reply.not_contains, "not_contains"),
        (reply.concepts, reply.not_concepts, "not_concepts"),
    ):
        for index, text in enumerate(refused):
            if text in wanted:
                message = "what the reply must say it must not say"
                yield Problem("case/contradiction", (*path, field, index), message, excerpt(text))
