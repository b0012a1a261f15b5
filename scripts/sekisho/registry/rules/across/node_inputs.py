"""A node gives its prompt every input and its tool every required argument, and nothing they do not take."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.ref import Kind
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield missing and unknown inputs and arguments of nodes."""
    for fact in joined.of(Kind.WORKFLOW):
        for name, node in fact.details.get("nodes", {}).items():
            for problem in _node(joined, ("nodes", name), node):
                yield fact, problem


def _node(joined: Joined, path: Path, node: Mapping[str, Json]) -> Iterator[Problem]:
    prompt = joined.details(Kind.PROMPT, node.get("prompt"))
    if prompt is not None:
        inputs = prompt["inputs"]
        yield from _compare((*path, "inputs"), node["inputs"], inputs, inputs, "input")
    tool = joined.details(Kind.TOOL, node.get("tool"))
    if tool is not None:
        arguments = tool["arguments"]
        required = [name for name, is_required in arguments.items() if is_required]
        yield from _compare((*path, "arguments"), node["arguments"], required, arguments, "argument")


def _compare(
    path: Path, given: Collection[str], required: Iterable[str], known: Collection[str], what: str
) -> Iterator[Problem]:
    for name in required:
        if name not in given:
            message = f"the {what} {excerpt(name)} is missing"
            yield Problem(f"workflow/missing-{what}", path, message, None, f"{name}: an expression", at_key=True)
    for name in given:
        if name not in known:
            expected = near(name, known) or one_of(list(known))
            yield Problem(
                f"workflow/unknown-{what}", (*path, name), f"an unknown {what}", excerpt(name), expected, at_key=True
            )
