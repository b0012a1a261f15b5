"""How long the executor itself takes for one turn, without any model: `python tests/benchmarks/turn.py [turns]`.

Two turns: a rule and a reply; and a classification answered from memory, a guard and a reply. Prints the median in
microseconds. LangGraph, where installed, runs graphs of the same shape as a yardstick.
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any, TypedDict

from sekisho.dialogue.program import compile_program
from sekisho.dialogue.target import RegistryTarget
from sekisho.model.base import Language
from sekisho.model.completion import ModelAnswer, ModelRequest
from sekisho.model.kinds.model_settings import ModelSettings
from sekisho.model.kinds.prompt import Prompt
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry

ANSWER = ModelAnswer(text='{"intent": "book"}', object={"intent": "book"}, model="memory-1")
LIMIT = 1_000_000_000
PROMPT = {
    "name": "intent",
    "model": "m",
    "responseFormat": "json_schema",
    "jsonSchema": '{"type": "object", "properties": {"intent": {"type": "string"}}}',
    "messages": [{"role": "system", "content": "Say what the user wants."}, {"role": "user", "content": "{{ user }}"}],
    "x-sekisho": {"inputs": {"user": {}}},
}
DESK = {
    "entry": True,
    "start": "begin",
    "limits": {"max_turns": LIMIT},
    "intents": {"book": {"mode": "SLOT_FILLING"}},
    "variables": {"count": {"type": "number", "initial": 0}},
    "nodes": {
        "begin": {"kind": "rule", "set": {"count": "vars.count + 1"}},
        "ask": {"kind": "classify", "prompt": "intent", "inputs": {"user": "text"}, "labels": ["book"]},
        "say": {"kind": "respond", "next_action": "said", "reply": {"en": "Turn {{ vars.count }}: {{ text }}"}},
    },
    "edges": [
        {"from": "begin", "to": "say", "when": "text == 'rule'"},
        {"from": "begin", "to": "ask"},
        {"from": "ask", "to": "say", "when": "intent == 'book'"},
    ],
}


class State(TypedDict, total=False):
    """The state of LangGraph's graph."""

    text: str
    count: int
    intent: str
    reply: str


class Memory:
    """Answers at once, always the same."""

    async def complete(self, request: ModelRequest, *, prompt: str, timeout_s: float) -> ModelAnswer:
        """Return the one answer."""
        del request, prompt, timeout_s
        return ANSWER


async def median_us(turn: Callable[[str], Awaitable[Any]], text: str, turns: int) -> float:
    """Return the median time of a turn in microseconds."""
    spent = []
    for _ in range(turns):
        started = time.perf_counter_ns()
        await turn(text)
        spent.append(time.perf_counter_ns() - started)
    return statistics.median(spent) / 1000


def ours() -> Callable[[str], Awaitable[Any]]:
    """Return a turn of our executor, traces included."""
    registry = Registry(
        models={"m": ModelSettings(provider="memory", model="memory-1")},
        prompts={"intent": Prompt.model_validate(PROMPT)},
        workflows={"desk": Workflow.model_validate(DESK)},
    )
    target = RegistryTarget(compile_program(registry), Memory())
    return target.open(datetime(2026, 11, 16, tzinfo=UTC), Language.EN).turn


def langgraph() -> Callable[[str], Awaitable[Any]] | None:
    """Return a turn of a LangGraph graph of the same shape, None where it is not installed."""
    try:
        from langgraph.graph import END, START, StateGraph
    except ImportError:
        return None

    async def begin(state: State) -> State:
        return {"count": state["count"] + 1}

    async def ask(state: State) -> State:
        del state
        return {"intent": "book"}

    async def say(state: State) -> State:
        return {"reply": f"Turn {state['count']}: {state['text']}"}

    graph: Any = StateGraph(State)
    for node in (begin, ask, say):
        graph.add_node(node.__name__, node)
    graph.add_edge(START, "begin")
    graph.add_conditional_edges("begin", lambda state: "say" if state["text"] == "rule" else "ask")
    graph.add_edge("ask", "say")
    graph.add_edge("say", END)
    compiled = graph.compile()
    return lambda text: compiled.ainvoke({"text": text, "count": 0})


async def main(turns: int) -> None:
    """Measure both turns of both executors."""
    for name, turn in (("sekisho", ours()), ("langgraph", langgraph())):
        for text in ("rule", "classify"):
            median = "not installed" if turn is None else f"{await median_us(turn, text, turns):.0f} us"
            sys.stdout.write(f"{name:10} {text:10} {median}\n")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 5000))
