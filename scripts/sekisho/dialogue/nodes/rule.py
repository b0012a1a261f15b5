"""`rule`: sets state by expressions, in file order; only what the workflow declares, and only to its type."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sekisho.dialogue.parts import Parts
from sekisho.dialogue.state import check_slot, check_variable, check_word
from sekisho.dialogue.turn import Turn
from sekisho.model.kinds.workflow import RuleNode
from sekisho.template import compile_expression

Setter = Callable[[Turn, Any], None]


class Rule:
    """Each expression sees what the ones before it set."""

    failure = "policy.expression"

    def __init__(self, node_id: str, node: RuleNode, parts: Parts) -> None:
        del node_id
        self._steps = [(compile_expression(source), _setter(key, parts)) for key, source in node.set.items()]

    async def run(self, turn: Turn) -> None:
        """Compute and set, one after the other."""
        for value, put in self._steps:
            put(turn, value(turn.context))


def _setter(key: str, parts: Parts) -> Setter:
    """Return what sets `key`. Raises RegistryInvalidError for a key the workflow does not declare."""
    scope, _, name = key.partition(".")
    if scope == "slots" and name:
        return _slot_setter(name, parts)
    return _WORDS[key](parts) if key in _WORDS else _variable_setter(key, parts)


def _slot_setter(name: str, parts: Parts) -> Setter:
    slot = parts.find(parts.workflow.slots, name, "slot")

    def put(turn: Turn, value: Any) -> None:
        check_slot(name, slot, value)
        turn.state.slots[name] = value

    return put


def _variable_setter(name: str, parts: Parts) -> Setter:
    variable = parts.find(parts.workflow.variables, name, "variable")

    def put(turn: Turn, value: Any) -> None:
        check_variable(name, variable, value)
        turn.state.vars[name] = value

    return put


def _intent_setter(parts: Parts) -> Setter:
    intents = parts.workflow.intents

    def put(turn: Turn, value: Any) -> None:
        check_word("intent", value, intents)
        turn.choose(value, intents[value].mode if value is not None else None)

    return put


def _mode_setter(_parts: Parts) -> Setter:
    def put(turn: Turn, value: Any) -> None:
        check_word("mode", value)
        turn.set_mode(value)

    return put


def _word_setters(names: Iterable[str]) -> dict[str, Callable[[Parts], Setter]]:
    def make(name: str) -> Callable[[Parts], Setter]:
        def put(turn: Turn, value: Any) -> None:
            check_word(name, value)
            turn.context[name] = value

        return lambda _parts: put

    return {name: make(name) for name in names}


_WORDS: Mapping[str, Callable[[Parts], Setter]] = {
    "intent": _intent_setter,
    "mode": _mode_setter,
    **_word_setters(("next_action", "outcome")),
}
