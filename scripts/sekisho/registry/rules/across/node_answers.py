"""A node reads from its prompt's answer what the answer's schema promises."""

from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.ref import Kind
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located


def check(joined: Joined) -> Iterator[Located]:
    """Yield labels that differ from the schema's and slots the schema does not have."""
    for fact in joined.of(Kind.WORKFLOW):
        for name, node in fact.details.get("nodes", {}).items():
            prompt = joined.details(Kind.PROMPT, node.get("prompt"))
            if prompt is not None:
                for problem in _node(("nodes", name), node, prompt["answer"]):
                    yield fact, problem


def _node(path: Path, node: Mapping[str, Json], answer: Mapping[str, Json] | None) -> Iterator[Problem]:
    if node["kind"] == "classify" and answer is not None:
        yield from _labels(path, node, answer)
    if node["kind"] == "extract":
        known = answer or {}
        for index, slot in enumerate(node["slots"]):
            if slot not in known:
                message = "a slot the prompt's jsonSchema does not have"
                where = (*path, "slots", index)
                yield Problem("workflow/slot-not-answered", where, message, excerpt(slot), one_of(list(known)))


def _labels(path: Path, node: Mapping[str, Json], answer: Mapping[str, Json]) -> Iterator[Problem]:
    field = node["field"]
    if field not in answer:
        message = "a field the prompt's jsonSchema does not have"
        at_key = field == "intent"
        where = path if at_key else (*path, "field")
        yield Problem("workflow/label-field", where, message, excerpt(field), one_of(list(answer)), at_key=at_key)
        return
    enum = answer[field]
    if enum is None:
        message = "the prompt's jsonSchema does not limit the label"
        yield Problem("workflow/labels", (*path, "labels"), message, None, "an enum of the labels", at_key=True)
        return
    differing = sorted({str(label) for label in enum} ^ set(node["labels"]))
    for label in differing:
        side = "the prompt's jsonSchema" if label in node["labels"] else "labels"
        yield Problem(
            "workflow/labels", (*path, "labels"), f"a label that {side} does not have", excerpt(label), at_key=True
        )
