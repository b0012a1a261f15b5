"""Source to Jinja's syntax tree, with the number of tokens bounded before anything recursive looks at them."""

import re
from collections.abc import Callable

from jinja2 import TemplateSyntaxError, nodes
from jinja2.parser import Parser

from sekisho.template.engine import ENVIRONMENT
from sekisho.template.facts import Problem
from sekisho.template.language import MAX_DEPTH, MAX_TOKENS

_ESCAPES = re.compile(r"\\(?:[\\'\"ntr]|u(?![dD][89A-Fa-f])[0-9A-Fa-f]{4})|(\\)")
_NUMBERS = frozenset({"integer", "float"})
_MAX_DIGITS = 40
_SKIPPED = frozenset({"whitespace", "data", "comment", "comment_begin", "comment_end"})


def parse_template(source: str) -> nodes.Node | Problem:
    """Parse a template, or say why it cannot be parsed."""
    return _parse(source, None, lambda: ENVIRONMENT.parse(source))


def parse_expression(source: str) -> nodes.Node | Problem:
    """Parse a whole expression, or say why it cannot be parsed."""
    return _parse(source, "variable", lambda: _expression(source))


def locate(source: str, line: int, text: str | None) -> int:
    """Return the offset of `text` on or after `line` (from 1), or of the line's start."""
    start = 0
    for _ in range(line - 1):
        start = source.find("\n", start) + 1
    found = source.find(text, start) if text else -1
    return start if found < 0 else found


def _expression(source: str) -> nodes.Expr:
    parser = Parser(ENVIRONMENT, source, state="variable")
    expression = parser.parse_expression()
    if not parser.stream.eos:
        parser.fail("the expression goes on after its end", parser.stream.current.lineno)
    return expression


def _parse(source: str, state: str | None, parse: Callable[[], nodes.Node]) -> nodes.Node | Problem:
    """Whatever Jinja raises on a bad source is a problem of the source."""
    try:
        return _tokens_problem(source, state) or parse()
    except TemplateSyntaxError as error:
        message = error.message or "not a template"
        return Problem(message, locate(source, error.lineno, None), rule="template-syntax")
    except RecursionError:
        return _too_deep(0)
    except Exception as error:
        return Problem(f"not a template: {error}", 0, rule="template-syntax")


def _tokens_problem(source: str, state: str | None) -> Problem | None:
    """Bound tokens, brackets and digits, and let strings use only the plain escapes."""
    count = depth = 0
    for line, kind, text in ENVIRONMENT.lexer.tokeniter(source, None, state=state):
        if kind in _SKIPPED:
            continue
        count += 1
        depth += (text in "([{") - (text in ")]}") if kind == "operator" else 0
        if count > MAX_TOKENS:
            return Problem("the source has too much markup", 0, None, f"at most {MAX_TOKENS} tokens", "template-size")
        if depth > MAX_DEPTH:
            return _too_deep(locate(source, line, text))
        if kind in _NUMBERS and len(text) > _MAX_DIGITS:
            return Problem("number out of range", locate(source, line, text[:40]), rule="template-construct")
        if kind == "string" and any(match[1] for match in _ESCAPES.finditer(text)):
            return Problem("unknown escape in a string", locate(source, line, text), text[:80], rule="template-syntax")
    return None


def _too_deep(offset: int) -> Problem:
    return Problem("the source is nested too deeply", offset, None, f"at most {MAX_DEPTH} levels", "template-size")
