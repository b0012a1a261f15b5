"""Rendering and evaluating checked sources. Nothing with a problem is ever compiled."""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from sekisho.errors import TemplateRenderError
from sekisho.template.check import check_expression, check_template
from sekisho.template.facts import TemplateFacts
from sekisho.template.plain import Plain, read_plain
from sekisho.template.values import text_of

Expression = Callable[[dict[str, Any]], Any]
"""Computes a JSON value from a context of JSON values. Raises TemplateRenderError when it cannot."""


class Template:
    """A compiled template."""

    def __init__(self, source: str, chunks: Callable[[dict[str, Any]], Iterator[str]]) -> None:
        self.source = source
        self._chunks = chunks

    def render(self, context: dict[str, Any], limit: int) -> str:
        """Return the text, of at most `limit` characters. `context["language"]` is what `date` and `window` speak.

        Raises TemplateRenderError when a value is undefined or of the wrong type, or the text grows too long.
        """
        pieces: list[str] = []
        left = limit
        try:
            for piece in self._chunks(context):
                pieces.append(piece)
                left -= len(piece)
                if left < 0:
                    raise ValueError(f"the text is longer than {limit} characters")
        except Exception as error:
            raise _failed("template", self.source, error) from error
        return "".join(pieces)


@lru_cache(maxsize=4096)
def compile_template(source: str) -> Template:
    """Compile a template once. Raises TemplateRenderError when the check finds problems in it."""
    plain = read_plain(source)
    _refuse_problems("template", source, check_template(source))
    if plain is not None:
        return Template(source, lambda context: _fill(plain, context))
    from sekisho.template.compile import compile_chunks

    return Template(source, compile_chunks(source))


@lru_cache(maxsize=4096)
def compile_expression(source: str) -> Expression:
    """Compile an expression once. Raises TemplateRenderError when the check finds problems in it."""
    _refuse_problems("expression", source, check_expression(source))
    from sekisho.template.compile import compile_value

    compute = compile_value(source)

    def value(context: dict[str, Any]) -> Any:
        try:
            return compute(context)
        except Exception as error:
            raise _failed("expression", source, error) from error

    return value


def render(source: str, context: Mapping[str, Any], *, limit: int, language: str) -> str:
    """Render `source` once: check, compile (cached) and fill in. Raises TemplateRenderError."""
    return compile_template(source).render({**context, "language": language}, limit)


def _fill(plain: Plain, context: Mapping[str, Any]) -> Iterator[str]:
    for literal, name in zip(plain.literals, plain.names, strict=False):
        yield literal
        if name not in context:
            raise KeyError(f"{name} is not defined")
        yield text_of(context[name])
    yield plain.literals[-1]


def _refuse_problems(what: str, source: str, facts: TemplateFacts) -> None:
    if facts.problems:
        problem = facts.problems[0]
        found = f", found {problem.found}" if problem.found else ""
        raise TemplateRenderError(f"{what} {_excerpt(source)}: {problem.message}{found} [{problem.rule}]")


def _failed(what: str, source: str, error: Exception) -> TemplateRenderError:
    reason = error.args[0] if isinstance(error, KeyError) and error.args else str(error) or type(error).__name__
    return TemplateRenderError(f"{what} {_excerpt(source)}: {reason}")


def _excerpt(source: str) -> str:
    line = " ".join(source[:200].split())
    return repr(line if len(line) <= 60 else line[:59] + "…")
