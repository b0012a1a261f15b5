"""The static check: a source without problems renders in bounded time and memory, whatever its data says."""

from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from sekisho.template.facts import Problem, TemplateFacts
from sekisho.template.language import MAX_SOURCE
from sekisho.template.plain import read_plain

if TYPE_CHECKING:
    from jinja2 import nodes


@lru_cache(maxsize=4096)
def check_template(source: str) -> TemplateFacts:
    """Say what a template uses and what is wrong with it. Never raises."""
    if len(source) > MAX_SOURCE:
        return _too_long(source)
    plain = read_plain(source)
    if plain is not None:
        names = frozenset(plain.names)
        return TemplateFacts(variables=names, names=names)
    from sekisho.template.parse import parse_template

    return _check(source, parse_template)


@lru_cache(maxsize=4096)
def check_expression(source: str) -> TemplateFacts:
    """Say what an expression (a guard, an input, an argument) uses and what is wrong with it. Never raises."""
    if len(source) > MAX_SOURCE:
        return _too_long(source)
    from sekisho.template.parse import parse_expression

    return _check(source, parse_expression)


def _too_long(source: str) -> TemplateFacts:
    problem = Problem(
        "the source is too long", MAX_SOURCE, f"{len(source)} characters", f"at most {MAX_SOURCE}", "template-size"
    )
    return TemplateFacts(problems=(problem,))


def _check(source: str, parse: "Callable[[str], nodes.Node | Problem]") -> TemplateFacts:
    from sekisho.template.walk import walk

    tree = parse(source)
    return TemplateFacts(problems=(tree,)) if isinstance(tree, Problem) else walk(tree, source)
