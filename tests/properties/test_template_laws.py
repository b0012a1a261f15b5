"""Laws of the template language, over sources nobody would write."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sekisho.errors import TemplateRenderError
from sekisho.template import check_expression, check_template, compile_expression, compile_template
from sekisho.template.compile import compile_chunks
from sekisho.template.language import FILTERS
from sekisho.template.plain import read_plain
from sekisho.template.values import text_of

CONTEXT: dict[str, Any] = {
    "a": "text",
    "b": [1, "two", None, {"c": "d"}],
    "c": {"a": 3, "b": [True]},
    "d": -2.5,
    "language": "en",
}
NAMES = ["a", "b", "c", "d", "__class__", "_x", "self", "loop", "range", "yes_no", "none", "true", *sorted(FILTERS)]
KEYWORDS = ["not", "and", "or", "in", "if", "else", "is", "defined", "1", "10000", "'a'", "'__class__'", "''"]
SIGNS = [*".|~+-*%/<()[]{},:=", "**", "//", "=="]
WORDS = st.sampled_from([*NAMES, *KEYWORDS, *SIGNS])
EXPRESSIONS = st.lists(WORDS, max_size=12).map(" ".join)
PIECES = st.one_of(
    st.text(alphabet="ab{}%#\n \r", max_size=4),
    EXPRESSIONS.map("{{{{ {} }}}}".format),
    st.sampled_from(["{% if a %}", "{% else %}", "{% endif %}", "{% for x in b %}", "{% endfor %}", "{% set a = b %}"]),
    st.sampled_from(["{{ x }}", "{{ loop.index }}", "{% raw %}", "{% endraw %}", "{# #}", "{% macro f() %}"]),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_a_checked_template_renders_or_says_why(source: str) -> None:
    """The check never raises; what passes it compiles, and fails only with our error and within its limit."""
    if check_template(source).problems:
        return
    template = compile_template(source)
    try:
        assert len(template.render(CONTEXT, 200)) <= 200
    except TemplateRenderError as error:
        assert error.message.startswith("template")


@given(EXPRESSIONS)
def test_a_checked_expression_has_a_value_or_says_why(source: str) -> None:
    """The check never raises; what passes it compiles, and fails only with our error."""
    if check_expression(source).problems:
        return
    try:
        compile_expression(source)(CONTEXT)
    except TemplateRenderError as error:
        assert error.message.startswith("expression")


@given(st.lists(st.sampled_from(["{", "}", "{{ a }}", "{{a}}", "%", "#", "\n", "x", "{{ d }}", " "]), max_size=8))
def test_the_fast_path_means_the_same_as_jinja(pieces: list[str]) -> None:
    """Wherever the fast path reads a source, Jinja renders it to the same text."""
    source = "".join(pieces)
    plain = read_plain(source)
    if plain is not None:
        assert compile_template(source).render(CONTEXT, 500) == "".join(compile_chunks(source)(CONTEXT))
        assert check_template(source).variables == set(plain.names)


@given(st.text() | st.integers() | st.booleans())
def test_a_value_is_said_as_it_is(value: Any) -> None:
    """Whatever a value says, it is data: rendering never reads it as a template."""
    context = {"a": value, "language": "en"}
    limit = 10_000
    assert compile_template("{{ a }}").render(context, limit) == text_of(value)
    assert compile_template("{{ a if true }}").render(context, limit) == text_of(value)
