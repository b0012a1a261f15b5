"""The whitelist over the syntax tree. A node type that is not in a table here is not in the language."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from jinja2 import nodes

from sekisho.template.facts import Problem, TemplateFacts
from sekisho.template.language import (
    FILTERS,
    FUNCTIONS,
    MAX_CONCAT,
    MAX_DEPTH,
    MAX_LOOP_DEPTH,
    MAX_NUMBER,
    RESERVED,
    TESTS,
)
from sekisho.template.parse import locate

_FREE = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.If,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Neg,
    nodes.Add,
    nodes.Sub,
    nodes.CondExpr,
    nodes.List,
    nodes.Tuple,
    nodes.Dict,
    nodes.Pair,
    nodes.Slice,
)
"""Node types whose children are checked and nothing else."""

_WRITTEN = {
    "Mul": "*",
    "Div": "/",
    "FloorDiv": "//",
    "Mod": "%",
    "Pow": "**",
    "Assign": "{% set %}",
    "AssignBlock": "{% set %}",
    "FromImport": "{% from %}",
    "FilterBlock": "{% filter %}",
    "CallBlock": "{% call %}",
    "EvalContextModifier": "{% autoescape %}",
    "ScopedEvalContextModifier": "{% autoescape %}",
    "Pos": "unary +",
}


_MEMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*\Z")
"""A key as names and ids of a registry are written."""


@dataclass(frozen=True, slots=True)
class _Place:
    """A node with where it stands: its depth, the loops around it and the names they bind."""

    node: nodes.Node
    depth: int = 0
    loops: int = 0
    bound: frozenset[str] = frozenset()

    def inside(self, *children: nodes.Node | None) -> "Iterator[_Place]":
        return (replace(self, node=child, depth=self.depth + 1) for child in children if child is not None)


class _Walk:
    """One walk over one tree; iterative, so that no depth of tree can exhaust the stack."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._concatenated = 0
        self.variables: set[str] = set()
        self.names: set[str] = set()
        self.problems: list[Problem] = []

    def run(self, tree: nodes.Node) -> None:
        places = [_Place(tree)]
        while places:
            place = places.pop()
            if place.depth > MAX_DEPTH:
                self._refuse(place, "the source is nested too deeply", None, f"at most {MAX_DEPTH} levels", "size")
                return
            places.extend(self._visit(place))

    def _visit(self, place: _Place) -> Iterator[_Place]:
        if isinstance(place.node, _FREE):
            return place.inside(*place.node.iter_child_nodes())
        handler = _HANDLERS.get(type(place.node))
        if handler is not None:
            return handler(self, place.node, place)
        name = type(place.node).__name__
        written = _WRITTEN.get(name, "{% " + name.lower() + " %}")
        self._refuse(place, "this is not part of the template language", written, None, "construct")
        return iter(())

    def _refuse(self, place: _Place, message: str, found: str | None, expected: str | None, rule: str) -> None:
        offset = locate(self._source, place.node.lineno or 1, found)
        self.problems.append(Problem(message, offset, found, expected, f"template-{rule}"))

    def constant(self, node: nodes.Const, place: _Place) -> Iterator[_Place]:
        """Numbers are finite and of a sane size."""
        value = node.value
        if isinstance(value, int | float) and not (math.isfinite(value) and abs(value) <= MAX_NUMBER):
            self._refuse(place, "number out of range", None, f"at most {MAX_NUMBER}", "construct")
        return iter(())

    def name(self, node: nodes.Name, place: _Place) -> Iterator[_Place]:
        """A free name is a variable of the source."""
        self._read(place, node.name, "")
        return iter(())

    def path(self, node: nodes.Getattr | nodes.Getitem, place: _Place) -> Iterator[_Place]:
        """A chain of constant members is one name; a computed item is an expression of its own."""
        parts: list[str] = []
        root: nodes.Expr = node
        while isinstance(root, nodes.Getattr | nodes.Getitem):
            part = _constant_member(root)
            if part is None:
                break
            parts.append(part)
            root = root.node
        bad = next((part for part in parts if not _MEMBER.match(part)), None)
        if bad is not None:
            self._refuse(place, "this member cannot be read", bad, "letters, digits, _ and -, not _ first", "name")
        if len(parts) > MAX_DEPTH:
            return place.inside(*place.node.iter_child_nodes())
        if isinstance(root, nodes.Name):
            self._read(place, root.name, "".join(f".{part}" for part in reversed(parts)))
            return iter(())
        return place.inside(*(root.iter_child_nodes() if root is node else [root]))

    def _read(self, place: _Place, name: str, path: str) -> None:
        if name in place.bound:
            return
        if not _is_public(name) or name in RESERVED:
            self._refuse(place, "this name cannot be read", name, "a variable", "name")
            return
        self.variables.add(name)
        self.names.add(name + path)

    def filter(self, node: nodes.Filter, place: _Place) -> Iterator[_Place]:
        """A filter is one of ours, with as many arguments as it takes."""
        if node.name not in FILTERS:
            self._refuse(place, "unknown filter", node.name, f"one of {', '.join(sorted(FILTERS))}", "filter")
            return iter(())
        least, most = FILTERS[node.name]
        if not least <= len(node.args) <= most or _has_named(node):
            expected = f"{least} to {most} arguments without names"
            self._refuse(place, "wrong arguments of a filter", node.name, expected, "filter")
        return place.inside(node.node, *node.args)

    def test(self, node: nodes.Test, place: _Place) -> Iterator[_Place]:
        """A test is one of ours, without arguments."""
        if node.name not in TESTS or node.args or _has_named(node):
            expected = f"one of {', '.join(sorted(TESTS))}, without arguments"
            self._refuse(place, "unknown test", node.name, expected, "test")
        return place.inside(node.node)

    def call(self, node: nodes.Call, place: _Place) -> Iterator[_Place]:
        """A call is of one of our functions, with its one argument."""
        name = node.node.name if isinstance(node.node, nodes.Name) else None
        if name not in FUNCTIONS or name in place.bound or len(node.args) != 1 or _has_named(node):
            called = name or getattr(node.node, "attr", None)
            expected = f"one of {', '.join(sorted(FUNCTIONS))}, with one argument"
            self._refuse(place, "this call is not allowed", called, expected, "function")
            return iter(())
        return place.inside(*node.args)

    def concat(self, node: nodes.Concat, place: _Place) -> Iterator[_Place]:
        """`~` can only add up what is written out: not in a loop, and not too often."""
        self._concatenated += len(node.nodes)
        if place.loops:
            self._refuse(place, "`~` cannot be used in a loop", "~", None, "construct")
        elif self._concatenated > MAX_CONCAT:
            self._refuse(place, "too many `~`", "~", f"at most {MAX_CONCAT} operands", "size")
        return place.inside(*node.nodes)

    def loop(self, node: nodes.For, place: _Place) -> Iterator[_Place]:
        """A loop runs over a variable, is not recursive and stands in one other loop at most."""
        targets = node.target.items if isinstance(node.target, nodes.Tuple) else [node.target]
        names = frozenset(target.name if isinstance(target, nodes.Name) else "" for target in targets)
        if node.recursive or place.loops >= MAX_LOOP_DEPTH:
            expected = f"at most {MAX_LOOP_DEPTH} nested loops, none recursive"
            self._refuse(place, "this loop is not allowed", "for", expected, "loop")
        if not isinstance(node.iter, nodes.Name | nodes.Getattr | nodes.Getitem):
            self._refuse(place, "a loop runs over a variable", "for", "a name such as documents", "loop")
        if not all(map(_is_public, names)) or not names.isdisjoint(RESERVED):
            self._refuse(place, "this name cannot be bound", min(names), None, "name")
        yield from place.inside(node.iter, *node.else_)
        body = replace(place, loops=place.loops + 1, bound=place.bound | names | {"loop"})
        yield from body.inside(node.test, *node.body)


_HANDLERS: Mapping[type[nodes.Node], Callable[[_Walk, Any, _Place], Iterator[_Place]]] = {
    nodes.Const: _Walk.constant,
    nodes.Name: _Walk.name,
    nodes.Getattr: _Walk.path,
    nodes.Getitem: _Walk.path,
    nodes.Filter: _Walk.filter,
    nodes.Test: _Walk.test,
    nodes.Call: _Walk.call,
    nodes.Concat: _Walk.concat,
    nodes.For: _Walk.loop,
}


def walk(tree: nodes.Node, source: str) -> TemplateFacts:
    """Check every node of `tree` and collect the names it reads."""
    walked = _Walk(source)
    walked.run(tree)
    problems = sorted(walked.problems, key=lambda problem: (problem.offset, problem.rule, problem.message))
    return TemplateFacts(frozenset(walked.variables), frozenset(walked.names), tuple(problems))


def _constant_member(node: nodes.Getattr | nodes.Getitem) -> str | None:
    if isinstance(node, nodes.Getattr):
        return node.attr
    value = node.arg.value if isinstance(node.arg, nodes.Const) else None
    return value if isinstance(value, str) else None


def _is_public(name: str) -> bool:
    return name.isascii() and name.isidentifier() and not name.startswith("_")


def _has_named(node: nodes.Filter | nodes.Test | nodes.Call) -> bool:
    return bool(node.kwargs or node.dyn_args or node.dyn_kwargs)
