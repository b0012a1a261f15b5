"""Compiling: what is resolved, and how a registry that is wrong after all is refused."""

from collections.abc import Callable
from typing import Any

import pytest
import yaml

from sekisho.dialogue.nodes import RUNNERS
from sekisho.dialogue.program import compile_program
from sekisho.errors import RegistryInvalidError
from sekisho.model.kinds import workflow
from sekisho.model.registry import Registry

GOOD = """
models: {m: {provider: fake, model: f-1, fallbacks: [n]}, n: {provider: fake, model: f-2}}
prompts: {p: {name: P, model: m, messages: [{role: user, content: x}]}}
configs: {c: {settings: {limit: {value: 1}}}}
knowledge: {faq: {}}
tools:
  t: {name: t, description: t, inputSchema: {type: object}, outputSchema: {type: object}, sandbox: [{result: {}}]}
workflows:
  desk:
    entry: true
    start: ask
    config: c
    intents: {book: {}}
    slots: {day: {type: date}}
    variables: {step: {type: number, initial: 1}}
    nodes:
      ask: {kind: classify, prompt: p, labels: [book]}
      read: {kind: extract, prompt: p, slots: [day]}
      chat: {kind: llm, prompt: p}
      set: {kind: rule, set: {step: '2', slots.day: none}}
      find: {kind: retrieve, knowledge: faq, query: text}
      call: {kind: tool, tool: t}
      end: {kind: respond, next_action: said, resume: desk, reply: {en: x}}
    edges: [{from: ask, to: end}, {from: read, to: 'workflow:desk'}]
"""

WRONG: list[tuple[list[str | int], Any, str]] = [
    (["prompts", "p", "model"], "z", "no model named by prompt 'p': 'z'"),
    (["models", "m", "fallbacks"], ["z"], "no fallback named by model 'm': 'z'"),
    (["prompts", "p", "messages"], [{"role": "user", "content": "{{ x.y() }}"}], "this call is not allowed"),
    (
        ["tools", "t", "inputSchema"],
        {"anyOf": []},
        "tool 't': its schema is wrong at /anyOf: a keyword that is not supported",
    ),
    (["tools", "t", "sandbox"], [{"when": "a b"}], "template-syntax"),
    (["workflows", "desk", "start"], "z", "no start node of workflow 'desk': 'z'"),
    (["workflows", "desk", "config"], "z", "no config named by workflow 'desk': 'z'"),
    (["configs", "c", "timezone"], "Mars/Olympus", "unknown time zone 'Mars/Olympus'"),
    (["configs", "c", "timezone"], "../etc", "unknown time zone '../etc'"),
    (["workflows", "desk", "entry"], False, "0 workflows are the entry"),
    (["workflows", "desk", "variables", "step", "initial"], "x", "step takes number"),
    (["workflows", "desk", "edges", 0, "from"], "z", "no node at the start of an edge of workflow 'desk': 'z'"),
    (["workflows", "desk", "edges", 0, "to"], "z", "no node at the end of an edge of workflow 'desk': 'z'"),
    (["workflows", "desk", "edges", 0, "to"], "workflow:z", "no workflow at the end of an edge of 'desk': 'z'"),
    (["workflows", "desk", "edges", 0, "when"], "a b", "template-syntax"),
    (["workflows", "desk", "nodes", "ask", "prompt"], "z", "no prompt named by desk/ask: 'z'"),
    (["workflows", "desk", "nodes", "ask", "labels"], ["z"], "no intent named by desk/ask: 'z'"),
    (["workflows", "desk", "nodes", "ask", "inputs"], {"a": "b c"}, "template-syntax"),
    (["workflows", "desk", "nodes", "read", "slots"], ["z"], "no slot named by desk/read: 'z'"),
    (["workflows", "desk", "nodes", "set", "set"], {"z": "1"}, "no variable named by desk/set: 'z'"),
    (["workflows", "desk", "nodes", "set", "set"], {"slots.z": "1"}, "no slot named by desk/set: 'z'"),
    (["workflows", "desk", "nodes", "set", "set"], {"slots.": "1"}, "no variable named by desk/set: 'slots.'"),
    (["workflows", "desk", "nodes", "find", "knowledge"], "z", "no knowledge base named by desk/find: 'z'"),
    (["workflows", "desk", "nodes", "call", "tool"], "z", "no tool named by desk/call: 'z'"),
    (["workflows", "desk", "nodes", "end", "resume"], "z", "no workflow named by desk/end: 'z'"),
    (["workflows", "desk", "nodes", "end", "reply"], {"en": "{{ x"}, "template-syntax"),
    (
        ["workflows", "other"],
        {"entry": True, "start": "a", "nodes": {"a": {"kind": "rule", "set": {"mode": "'A'"}}}},
        "2 workflows",
    ),
    (
        ["workflows", "other"],
        {"start": "a", "slots": {"day": {}}, "nodes": {"a": {"kind": "rule", "set": {"mode": "'A'"}}}},
        "slot 'day' is declared as date and as text",
    ),
    (
        ["workflows", "other"],
        {
            "start": "a",
            "variables": {"step": {"type": "string"}},
            "nodes": {"a": {"kind": "rule", "set": {"mode": "'A'"}}},
        },
        "variable 'step' is declared as number and as string",
    ),
]


def test_a_good_registry_compiles(read_registry: Callable[..., Registry]) -> None:
    """Every kind of node, with every name it can have."""
    program = compile_program(read_registry(GOOD))
    assert program.entry == "desk"
    assert program.begin().slots == {"day": None}
    assert program.begin().vars == {"step": 1}


@pytest.mark.parametrize(("path", "value", "says"), WRONG, ids=[says for _, _, says in WRONG])
def test_a_wrong_registry_is_refused_with_a_message(
    read_registry: Callable[..., Registry], path: list[str | int], value: Any, says: str
) -> None:
    """Whatever is wrong, the error is ours and names it."""
    data = yaml.safe_load(GOOD)
    place = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    registry = read_registry(yaml.safe_dump(data, sort_keys=False))
    with pytest.raises(RegistryInvalidError) as caught:
        compile_program(registry)
    assert says in caught.value.message


def test_the_first_initial_value_of_a_shared_variable_holds(read_registry: Callable[..., Registry]) -> None:
    """The entry workflow speaks first, then the others by id."""
    node = {"a": {"kind": "respond", "next_action": "said", "reply": {"en": "x"}}}
    declared = {
        name: {"step": {"type": "number", "initial": value}} for name, value in (("b", 1), ("a", 2), ("desk", None))
    }
    workflows: dict[str, dict[str, Any]] = {
        name: {"start": "a", "nodes": node, "variables": found} for name, found in declared.items()
    }
    workflows["desk"]["entry"] = True
    registry = read_registry("{}", workflows=workflows)
    assert compile_program(registry).begin().vars == {"step": 2}


def test_every_kind_of_node_has_a_runner() -> None:
    """The table and the model name the same kinds."""
    named = {kind for kind in vars(workflow).values() if isinstance(kind, type) and issubclass(kind, workflow.NodeBase)}
    assert set(RUNNERS) == named - {workflow.NodeBase, workflow.PromptNode}


def test_threads_of_a_program_do_not_share_state(read_registry: Callable[..., Registry]) -> None:
    """Each dialogue begins with its own values."""
    program = compile_program(read_registry(GOOD))
    one, two = program.begin(), program.begin()
    one.slots["day"], one.vars["step"] = "2026-11-18", 9
    assert (two.slots, two.vars) == ({"day": None}, {"step": 1})
