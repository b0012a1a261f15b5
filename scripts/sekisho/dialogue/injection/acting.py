"""Faults of acting: tool calls and searches."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from sekisho.dialogue.injection.site import Change, Site, Spoiled
from sekisho.dialogue.nodes.runner import Runner
from sekisho.dialogue.nodes.tool import Tool
from sekisho.dialogue.parts import Parts
from sekisho.dialogue.sandbox import SandboxTool, compile_tool
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.kinds.tool import SandboxRow, ToolErrorCode

Documents = list[dict[str, Json]]

ERRORS = tuple(code for code in ToolErrorCode if code is not ToolErrorCode.TIMEOUT)


def tool_error(site: Site, _sound: Runner) -> Runner:
    """Every try fails with the same error."""
    return _answering(site, SandboxRow(error=site.dice.choice(ERRORS), message="refused"))


def tool_timeout(site: Site, _sound: Runner) -> Runner:
    """No try is answered in time."""
    return _answering(site, SandboxRow(error=ToolErrorCode.TIMEOUT, message="no answer"))


def tool_result(site: Site, _sound: Runner) -> Runner:
    """The tool answers the same call with other data."""
    call = next(call for call in site.trace.tool_calls if call.tool == site.node.tool)
    return _answering(site, SandboxRow(result={name: _otherwise(value) for name, value in call.result.items()}))


def tool_argument(site: Site, _sound: Runner) -> Runner:
    """One argument is that of another call, and valid."""
    call = next(call for call in site.trace.tool_calls if call.tool == site.node.tool)
    name = site.dice.choice(sorted(call.arguments))
    return _asking(site, name, _quoted(_other_argument(call.arguments[name])))


def tool_refused(site: Site, _sound: Runner) -> Runner:
    """One argument has a type that the tool's schema refuses."""
    return _asking(site, site.dice.choice(sorted(site.node.arguments)), "5")


def tool_skipped(_site: Site, sound: Runner) -> Runner:
    """The dialogue goes on as if the call had been made."""
    return Spoiled(sound, lambda turn, _before: _take_back(turn))


def _take_back(turn: Turn) -> None:
    """Take the last call out of the turn."""
    del turn.tool_calls[-1]


def tool_twice(_site: Site, sound: Runner) -> Runner:
    """The call is made again, and nobody remembers that it was made."""
    return Twice(sound)


@dataclass(frozen=True, slots=True)
class Twice:
    """Runs a node twice; what idempotency remembers is forgotten in between."""

    sound: Runner

    @property
    def failure(self) -> str:
        """The sound node's."""
        return self.sound.failure

    async def run(self, turn: Turn) -> None:
        """Run, forget, run."""
        await self.sound.run(turn)
        turn.state.done.clear()
        await self.sound.run(turn)


def found(site: Site) -> bool:
    """Say whether the search found anything."""
    return bool(site.trace.retrieved)


def nothing_found(site: Site) -> Change:
    """The search comes back empty."""
    return _finding(site, lambda _documents: [])


def other_found(site: Site) -> Change:
    """Another page comes first, and the right one is not among them."""
    other = _another_page(site)
    return _finding(site, lambda documents: [{**other, "score": documents[0]["score"]}, *documents[1:]])


def more_found(site: Site) -> Change:
    """One more page comes last; nothing that is said changes."""
    other = _another_page(site)
    return _finding(site, lambda documents: [*documents, {**other, "score": documents[-1]["score"]}])


def _finding(site: Site, changed: Callable[[Documents], Documents]) -> Change:
    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        documents = changed(turn.context["nodes"][site.node_id]["documents"])
        turn.retrieved[:] = [document["id"] for document in documents]
        turn.keep(site.node_id, {"documents": documents})

    return change


def _another_page(site: Site) -> dict[str, Json]:
    language = site.trace.language
    pages = {
        name: page
        for name, page in site.registry.documents.items()
        if name.partition("/")[0] == site.node.knowledge and name not in site.trace.retrieved and language in page.text
    }
    name = site.dice.choice(sorted(pages))
    return {"id": name, "title": pages[name].title.get(language, ""), "text": pages[name].text[language]}


def _answering(site: Site, row: SandboxRow) -> Runner:
    tool = site.registry.tools[site.node.tool].model_copy(update={"sandbox": (row,)})
    return Tool(site.node_id, site.node, _parts(site, {site.node.tool: compile_tool(site.node.tool, tool)}))


def _asking(site: Site, argument: str, expression: str) -> Runner:
    node = site.node.model_copy(update={"arguments": {**site.node.arguments, argument: expression}})
    tool = compile_tool(node.tool, site.registry.tools[node.tool])
    return Tool(site.node_id, node, _parts(site, {node.tool: tool}))


def _parts(site: Site, tools: Mapping[str, SandboxTool]) -> Parts:
    return Parts(f"{site.workflow_id}/{site.node_id}", site.workflow, {}, tools, {})


def _otherwise(value: Json) -> Json:
    """Return other data of the same type."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, str) and value[-1:].isdigit():
        return _next_digit(value)
    return value


def _other_argument(value: Json) -> Json:
    others = {"morning": "evening", "afternoon": "evening", "evening": "morning"}
    if value in others:
        return others[value]
    return _next_digit(value) if isinstance(value, str) and value[-1:].isdigit() else "other"


def _next_digit(text: str) -> str:
    return f"{text[:-1]}{(int(text[-1]) + 1) % 10}"


def _quoted(value: Json) -> str:
    return f"'{value}'"
