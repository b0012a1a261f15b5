"""Facts of golden cases and scenarios: their tags, and every name their expectations use."""

from collections.abc import Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.case import (
    CaseBase,
    EndAssertions,
    GoldenCase,
    ReplyExpectation,
    Scenario,
    ToolExpectation,
    TurnAssertions,
)
from sekisho.model.ref import Kind
from sekisho.registry.document import Path
from sekisho.registry.extract.collector import Collector, Names


def case(artifact: CaseBase, collector: Collector) -> Mapping[str, Json]:
    """Return `tags`, `must_pass`, `language`, `uses` and `asserts`, the fields a suite may judge."""
    names = Names()
    for index, turn in enumerate(artifact.turns):
        for place, expect in turn.expect.stated:
            _turn(expect, collector, names, ("turns", index, "expect", *place))
    for place, end in artifact.end.stated:
        _end(end, collector, names, ("end", *place))
    if isinstance(artifact, Scenario):
        names.add("modes", artifact.mode, "mode")
        for index, fault in enumerate(artifact.faults):
            collector.refer(Kind.TOOL, fault.tool, "faults", index, "tool")
    if isinstance(artifact, GoldenCase) and artifact.search is not None:
        collector.refer(Kind.KNOWLEDGE, artifact.search.knowledge, "search", "knowledge")
    return {
        "tags": list(artifact.tags),
        "must_pass": artifact.must_pass,
        "language": str(artifact.language),
        "uses": names.groups,
        "asserts": sorted(_asserted(artifact)),
    }


def _asserted(artifact: CaseBase) -> set[str]:
    """Return the fields that are asserted somewhere; safety is, of everything that is said."""
    turns = (expect for turn in artifact.turns for _, expect in turn.expect.stated)
    stated = (*turns, *(end for _, end in artifact.end.stated))
    fields = {name for expect in stated for name in expect.model_fields_set} - {"any_of"}
    silent = isinstance(artifact, GoldenCase) and artifact.search is not None
    return fields | (set() if silent else {"safety"})


def _turn(expect: TurnAssertions, collector: Collector, names: Names, path: Path) -> None:
    names.add("intents", expect.intent, *path, "intent")
    names.add("modes", expect.mode, *path, "mode")
    names.add("next_actions", expect.next_action, *path, "next_action")
    for slot in expect.slots:
        names.add("slots", slot, *path, "slots", slot)
    _tools(expect.tools, collector, path)
    _reply(expect.reply, collector, path)
    collector.refer_all(Kind.DOCUMENT, expect.retrieved or (), *path, "retrieved")
    collector.refer_all(Kind.DOCUMENT, expect.citations or (), *path, "citations")


def _end(end: EndAssertions, collector: Collector, names: Names, path: Path) -> None:
    names.add("outcomes", end.outcome, *path, "outcome")
    names.add("next_actions", end.next_action, *path, "next_action")
    for slot in end.slots:
        names.add("slots", slot, *path, "slots", slot)
    _tools(end.tools, collector, path)


def _tools(tools: ToolExpectation | None, collector: Collector, path: Path) -> None:
    for index, call in enumerate(tools.calls if tools else ()):
        collector.refer(Kind.TOOL, call.tool, *path, "tools", "calls", index, "tool")


def _reply(reply: ReplyExpectation | None, collector: Collector, path: Path) -> None:
    if reply is not None:
        collector.refer_all(Kind.LEXICON, reply.concepts, *path, "reply", "concepts")
        collector.refer_all(Kind.LEXICON, reply.not_concepts, *path, "reply", "not_concepts")
