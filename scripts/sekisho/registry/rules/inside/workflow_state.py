"""What the nodes of a workflow set is declared: labels are intents, extracted slots are slots, variables have types."""

import re
from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.workflow import ClassifyNode, ExtractNode, RuleNode, SlotType, Workflow
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near

_LITERAL = re.compile(r"['\"]([^'\"]*)['\"]")
STATE = ("intent", "mode", "next_action", "outcome")
_INITIAL: Mapping[str, type | tuple[type, ...]] = {"string": str, "number": (int, float), "boolean": bool}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield labels, slots and keys nobody declares, and declarations that contradict themselves."""
    workflow: Workflow = subject.artifact
    for name, node in workflow.nodes.items():
        path: Path = ("nodes", name)
        if isinstance(node, ClassifyNode):
            yield from _undeclared(node.labels, workflow.intents, (*path, "labels"), "intent")
        elif isinstance(node, ExtractNode):
            yield from _undeclared(node.slots, workflow.slots, (*path, "slots"), "slot")
        elif isinstance(node, RuleNode):
            yield from _set_keys(workflow, node, (*path, "set"))
    yield from _slots(workflow)
    yield from _variables(workflow)


def _undeclared(names: tuple[str, ...], known: Mapping[str, object], path: Path, what: str) -> Iterator[Problem]:
    for index, name in enumerate(names):
        if name not in known:
            expected = near(name, known) or one_of(list(known))
            yield Problem(f"workflow/unknown-{what}", (*path, index), f"an undeclared {what}", excerpt(name), expected)


def _set_keys(workflow: Workflow, node: RuleNode, path: Path) -> Iterator[Problem]:
    known = [*STATE, *(f"slots.{name}" for name in workflow.slots), *workflow.variables]
    for key, expression in node.set.items():
        literal = _LITERAL.fullmatch(expression.strip())
        if key == "intent" and literal and literal[1] not in workflow.intents:
            expected = near(literal[1], workflow.intents) or one_of(list(workflow.intents))
            message = "an undeclared intent"
            yield Problem("workflow/unknown-intent", (*path, key), message, excerpt(literal[1]), expected)
        if key not in known:
            expected = near(key, known) or one_of(known)
            message = "a rule sets a name nobody declares"
            yield Problem("workflow/unknown-target", (*path, key), message, excerpt(key), expected, at_key=True)


def _slots(workflow: Workflow) -> Iterator[Problem]:
    for name, slot in workflow.slots.items():
        if (slot.type is SlotType.CHOICE) != bool(slot.choices):
            message = (
                "a choice without choices" if slot.type is SlotType.CHOICE else "choices of a slot that is no choice"
            )
            yield Problem("workflow/slot-choices", ("slots", name), message, excerpt(name), at_key=True)


def _variables(workflow: Workflow) -> Iterator[Problem]:
    for name, variable in workflow.variables.items():
        path: Path = ("variables", name)
        if name in STATE:
            message = "a variable has a reserved name"
            yield Problem("workflow/reserved-name", path, message, excerpt(name), "another name", at_key=True)
        if variable.initial is not None and not _fits(variable.initial, variable.type):
            message = "a variable starts with a value of another type"
            found = excerpt(variable.initial)
            yield Problem("workflow/initial-type", (*path, "initial"), message, found, f"a {variable.type}")


def _fits(value: Json, type_: str) -> bool:
    return isinstance(value, _INITIAL[type_]) and isinstance(value, bool) == (type_ == "boolean")
