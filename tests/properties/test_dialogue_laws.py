"""Laws of the executor, over graphs nobody would draw."""

import asyncio
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.dialogue.program import compile_program
from sekisho.dialogue.providers.replay import ReplayProvider
from sekisho.dialogue.target import RegistryTarget
from sekisho.model.base import Language
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import Conversation

NOW = datetime(2026, 11, 16, tzinfo=UTC)
NODES = ["a", "b", "c", "d"]
WORKFLOWS = ["one", "two"]
MAX_STEPS = 9
GUARDS = st.sampled_from([None, "silence", "vars.n > 3", "text == 'x'", "turn > 1", "nodes.x.y", "intent == 'go'"])
RULES = st.sampled_from(
    [
        {"n": "vars.n + 1"},
        {"n": "'x'"},
        {"intent": "'go'"},
        {"slots.s": "text"},
        {"outcome": "nowhere"},
        {"mode": "'M'"},
    ]
)


def _nodes() -> st.SearchStrategy[dict[str, Any]]:
    rule = st.fixed_dictionaries({"kind": st.just("rule"), "set": RULES})
    respond = st.fixed_dictionaries(
        {"kind": st.just("respond"), "next_action": st.just("said"), "reply": st.just({"en": "{{ vars.n }}"})},
        optional={"resume": st.sampled_from(WORKFLOWS), "end": st.booleans()},
    )
    return st.fixed_dictionaries(dict.fromkeys(NODES, rule | respond))


def _workflows() -> st.SearchStrategy[Workflow]:
    edge = st.fixed_dictionaries(
        {
            "from": st.sampled_from(NODES),
            "to": st.sampled_from([*NODES, "workflow:one", "workflow:two"]),
            "when": GUARDS,
        }
    )
    fields = {
        "start": st.just("a"),
        "intents": st.just({"go": {"mode": "GOING"}}),
        "slots": st.just({"s": {}}),
        "variables": st.just({"n": {"type": "number", "initial": 0}}),
        "limits": st.just({"max_steps": MAX_STEPS}),
        "nodes": _nodes(),
        "edges": st.lists(edge, max_size=8),
    }
    return st.fixed_dictionaries(fields).map(Workflow.model_validate)


def hold(workflows: dict[str, Workflow], utterances: list[str]) -> Conversation:
    """Hold one dialogue with a freshly compiled program."""
    entry = workflows["one"].model_copy(update={"entry": True})
    target = RegistryTarget(compile_program(Registry(workflows={**workflows, "one": entry})), ReplayProvider({}))
    return asyncio.run(target.converse(utterances, now=NOW, trial=0, faults=(), language=Language.EN))


@given(
    st.fixed_dictionaries(dict.fromkeys(WORKFLOWS, _workflows())), st.lists(st.sampled_from(["", "x", "y"]), max_size=4)
)
def test_every_turn_ends_and_ends_the_same(workflows: dict[str, Workflow], utterances: list[str]) -> None:
    """Whatever the graph: bounded steps, a reply or an error but not both, and the same dialogue again."""
    held = hold(workflows, utterances)
    for turn in held.turns:
        assert len(turn.route) <= MAX_STEPS
        assert (turn.error is None) == bool(turn.reply)
        assert turn.error is None or turn.error.code.partition(".")[0] in ("policy", "NLG")
    assert [turn.error for turn in held.turns[:-1]] == [None] * (len(held.turns) - 1)
    assert hold(workflows, utterances).model_dump_json() == held.model_dump_json()
