"""From a checked syntax tree to code: loops pay for their runs, functions come from the engine, never from data."""

from collections.abc import Callable, Iterator
from typing import Any

from jinja2 import Template, nodes

from sekisho.template.engine import CHARGE, ENVIRONMENT, Scope, refuel
from sekisho.template.language import FILTER_WEIGHT
from sekisho.template.parse import parse_expression, parse_template
from sekisho.template.settle import settle

_RESULT = "result"


def compile_chunks(source: str) -> Callable[[dict[str, Any]], Iterator[str]]:
    """Compile a checked template; the result streams its output, piece by piece, for a context."""
    template = _compile(parse_template(source))

    def chunks(values: dict[str, Any]) -> Iterator[str]:
        context = Scope(values)
        refuel(context)
        return template.root_render_func(context)

    return chunks


def compile_value(source: str) -> Callable[[dict[str, Any]], Any]:
    """Compile a checked expression; the result computes its value for a context. One constant or name needs no code."""
    expression = parse_expression(source)
    if isinstance(expression, nodes.Const):
        constant = expression.value
        return lambda _: constant
    if isinstance(expression, nodes.Name):
        name, missing = expression.name, ENVIRONMENT.undefined(name=expression.name)
        return lambda values: settle(values.get(name, missing))
    body: list[nodes.Node] = [nodes.Assign(nodes.Name(_RESULT, "store"), expression, lineno=1)]
    template = _compile(nodes.Template(body, lineno=1))

    def value(values: dict[str, Any]) -> Any:
        context = Scope(values)
        for _ in template.root_render_func(context):
            pass
        return settle(context.vars[_RESULT])

    return value


def _compile(tree: Any) -> Template:
    for loop in list(tree.find_all(nodes.For)):
        weight = nodes.Const(_weight(loop), lineno=loop.lineno)
        loop.iter = nodes.Filter(loop.iter, CHARGE, [weight], [], None, None, lineno=loop.lineno)
    for call in list(tree.find_all(nodes.Call)):
        call.node = nodes.EnvironmentAttribute(call.node.name, lineno=call.lineno)
    tree.set_environment(ENVIRONMENT)
    return Template.from_code(ENVIRONMENT, ENVIRONMENT.compile(tree), {})


def _weight(loop: nodes.For) -> int:
    """Count the work of one pass, roughly in syntax nodes."""
    total, waiting = 1, [*loop.body, *([loop.test] if loop.test else [])]
    while waiting:
        node = waiting.pop()
        total += FILTER_WEIGHT if isinstance(node, nodes.Filter) else 1
        waiting.extend(node.iter_child_nodes())
    return total
