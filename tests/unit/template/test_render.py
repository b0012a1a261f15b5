"""Rendering and evaluating: texts, values, refusals and bounds."""

import math
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.errors import TemplateRenderError
from sekisho.template import compile_expression, compile_template, render
from sekisho.template.engine import ENVIRONMENT
from sekisho.template.language import FILTERS, MAX_TEXT

EXAMPLES = Path(__file__).parents[2] / "examples" / "template"
RENDERED: list[dict[str, Any]] = yaml.safe_load((EXAMPLES / "rendered.yaml").read_text("utf-8"))
FAILING: list[dict[str, Any]] = yaml.safe_load((EXAMPLES / "failing.yaml").read_text("utf-8"))
CONTEXT: dict[str, Any] = {
    "word": "hi",
    "number": 3,
    "yes": True,
    "infinity": math.inf,
    "slots": {"visit_date": "2026-11-18", "time_window": "evening", "empty": None},
    "items": ["a", "b"],
    "none_at_all": [],
    "pairs": [["x", 1], ["y", 2]],
    "documents": [{"title": "料金", "tags": ["p", "q"]}, {"title": "工事", "tags": []}],
    "long": "a" * (MAX_TEXT - 1),
    "many": list(range(3000)),
    "key": "visit_date",
}


@pytest.mark.parametrize("case", RENDERED, ids=lambda case: str(case["source"]))
def test_a_template_renders(case: dict[str, Any]) -> None:
    """Each example makes exactly its text."""
    language = case.get("language", "en")
    assert render(case["source"], CONTEXT, limit=1000, language=language) == str(case["text"])


@pytest.mark.parametrize("case", FAILING, ids=lambda case: str(case["source"]))
def test_data_that_does_not_fit_is_an_error(case: dict[str, Any]) -> None:
    """A checked template that fails on its data says which template and why."""
    with pytest.raises(TemplateRenderError) as caught:
        render(case["source"], CONTEXT, limit=2 * MAX_TEXT, language="en")
    assert case["says"] in caught.value.message


def test_every_filter_has_an_example() -> None:
    """No filter is without an example that renders it."""
    sources = " ".join(case["source"] for case in RENDERED)
    assert [name for name in FILTERS if name not in sources] == []


def test_the_output_is_bounded_while_it_is_made() -> None:
    """Rendering stops at the limit instead of after the whole text."""
    endless = compile_template("{% for a in many %}{% for b in items %}{{ long }}{% endfor %}{% endfor %}")
    context = {**CONTEXT, "many": list(range(1000))}
    tracemalloc.start()
    with pytest.raises(TemplateRenderError, match="longer than 2000 characters"):
        endless.render(context, 2000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000


def test_a_text_of_the_limit_is_allowed() -> None:
    """The limit is inclusive, on the fast path and on the other."""
    assert render("{{ word }}", CONTEXT, limit=2, language="en") == "hi"
    assert render("{{ word | trim }}", CONTEXT, limit=2, language="en") == "hi"
    with pytest.raises(TemplateRenderError, match="longer than 1 characters"):
        render("{{ word }}", CONTEXT, limit=1, language="en")


def test_the_work_of_loops_is_bounded() -> None:
    """However long the lists, a rendering ends soon; each rendering starts afresh."""
    pairs = compile_template("{% for a in items %}{% for b in items %}x{% endfor %}{% endfor %}")
    assert pairs.render({"items": list(range(100)), "language": "en"}, 10_000) == "x" * 10_000
    assert pairs.render({"items": list(range(100)), "language": "en"}, 10_000) == "x" * 10_000
    with pytest.raises(TemplateRenderError, match="too much work"):
        pairs.render({"items": list(range(1000)), "language": "en"}, 10_000_000)


def test_data_is_never_a_template() -> None:
    """Markup in a value is text, whichever path renders it."""
    for source in ("{{ word }}", "{{ word | trim }}"):
        hostile = "{{ 1 + 1 }}{% for %}"
        assert render(source, {"word": hostile}, limit=100, language="en") == hostile


def test_a_source_with_a_problem_is_never_compiled() -> None:
    """Rendering and evaluating refuse what the check refuses, with its rule."""
    with pytest.raises(TemplateRenderError, match=r"found __class__ \[template-name\]"):
        render("{{ word.__class__ }}", CONTEXT, limit=10, language="en")
    with pytest.raises(TemplateRenderError, match=r"\[template-size\]"):
        compile_template("x" * 70_000)
    with pytest.raises(TemplateRenderError, match=r"\[template-size\]"):
        compile_expression("x" * 70_000)
    with pytest.raises(TemplateRenderError, match=r"\[template-syntax\]"):
        compile_expression("a b")


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("slots.visit_date is not none and number > 2", True),
        ("[word, (1, number), {'a': [none]}]", ["hi", [1, 3], {"a": [None]}]),
        ("none", None),
        ("slots[key]", "2026-11-18"),
        ("number - 1", 2),
        ("documents[0]", {"title": "料金", "tags": ["p", "q"]}),
        ("items or 'x'", ["a", "b"]),
        ("nowhere is defined and nowhere.x", False),
        ("'2026-11-18' > slots.visit_date", False),
    ],
)
def test_an_expression_has_a_value(source: str, value: Any) -> None:
    """Values are plain JSON; tuples are lists."""
    assert compile_expression(source)(CONTEXT) == value


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("nowhere", "'nowhere' is undefined"),
        ("[1, [slots.nowhere]]", "'nowhere' is not defined in an object"),
        ("{'a': slots.nowhere}", "'nowhere' is not defined in an object"),
        ("nowhere == 1", "'nowhere' is undefined"),
        ("not nowhere", "'nowhere' is undefined"),
        ("'a' in nowhere", "'nowhere' is undefined"),
        ("word if none", "no else section"),
    ],
)
def test_an_undefined_value_never_leaves_an_expression(source: str, says: str) -> None:
    """Undefined is an error with a clear message, wherever it hides."""
    with pytest.raises(TemplateRenderError, match=f"expression .*{says}"):
        compile_expression(source)(CONTEXT)


def test_a_context_is_never_changed() -> None:
    """Rendering reads its context and nothing else."""
    context = {"items": ["a"], "language": "en"}
    compile_template("{% for a in items %}{{ loop.index }}{% endfor %}").render(context, 10)
    compile_expression("items[0]")(context)
    assert context == {"items": ["a"], "language": "en"}


def test_a_callable_in_a_context_stays_data() -> None:
    """Nothing that a context holds can be called or read by attribute."""
    context = {"word": print, "language": "en"}
    for source in ("{{ word }}", "{{ word | trim }}", "{{ word.__name__ }}", "{{ word() }}", "{{ word.real | trim }}"):
        with pytest.raises(TemplateRenderError):
            compile_template(source).render(context, 100)


def test_only_our_functions_are_ever_called() -> None:
    """Even a call that got past the check would be refused."""
    with pytest.raises(TypeError, match="only functions of the template language"):
        ENVIRONMENT.call(None, print, "x")  # type: ignore[arg-type]  # the context does not matter


def test_messages_show_the_beginning_of_the_source() -> None:
    """A long source is cut in a message."""
    with pytest.raises(TemplateRenderError) as caught:
        render("x " * 1000 + "{{ nowhere }}", {}, limit=9000, language="en")
    assert len(caught.value.message) < 120
