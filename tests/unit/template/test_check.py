"""The static check: what it refuses, what it collects, and that nothing makes it slow or large."""

import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.template import TemplateFacts, check_expression, check_template
from sekisho.template.engine import ENVIRONMENT

EXAMPLES = Path(__file__).parents[2] / "examples" / "template"
REFUSED: list[dict[str, Any]] = yaml.safe_load((EXAMPLES / "refused.yaml").read_text("utf-8"))
RENDERED: list[dict[str, Any]] = yaml.safe_load((EXAMPLES / "rendered.yaml").read_text("utf-8"))
CHECKS: dict[str, Callable[[str], TemplateFacts]] = {"template": check_template, "expression": check_expression}

BOMBS = {
    "power": "{{ 9 ** 9 ** 9 ** 9 }}",
    "repetition": "{{ 'a' * 10 ** 9 }}",
    "parentheses": "{{ " + "(" * 100_000 + "1" + ")" * 100_000 + " }}",
    "parentheses in bounds": "{{ " + "(" * 30_000 + "1" + ")" * 30_000 + " }}",
    "lists": "{{ " + "[" * 60_000 + " }}",
    "objects": "{{" * 30_000,
    "tags": "{%" * 30_000,
    "comments": "{#" * 30_000,
    "raws": "{% raw %}" * 7_000,
    "ifs": "{% if x %}" * 6_000,
    "hundred ifs": "{% if x %}" * 100 + "{% endif %}" * 100,
    "digits": "{{ " + "9" * 60_000 + " }}",
    "spaced digits": "{{ " + "9_" * 30_000 + " }}",
    "nots": "{{ " + "not " * 3_000 + "x }}",
    "minuses": "{{ " + "-" * 3_000 + "1 }}",
    "conditions": "{{ " + "a if b else " * 900 + "c }}",
    "sum": "{{ " + "a + " * 1_900 + "a }}",
    "ors": "{{ " + "a or " * 1_000 + "a }}",
    "members": "{{ a" + ".b" * 1_900 + " }}",
    "items": "{{ a" + "[0]" * 1_000 + " }}",
    "filters": "{{ a" + "|trim" * 1_000 + " }}",
    "concatenation": "{{ " + "a ~ " * 1_900 + "a }}",
    "many outputs": "{{ x|trim }}" * 4_000,
    "long source": "x" * 70_000,
}


@pytest.mark.parametrize("case", REFUSED, ids=lambda case: str(case["name"]))
def test_what_is_not_in_the_language_is_a_problem(case: dict[str, Any]) -> None:
    """Each refused source names its rule, what was found and where."""
    problem = CHECKS[case.get("kind", "template")](case["source"]).problems[0]
    assert problem.rule == case["rule"]
    if "found" in case:
        assert problem.found == case["found"]
    if "offset" in case:
        assert problem.offset == case["offset"]


@pytest.mark.parametrize("case", RENDERED, ids=lambda case: str(case["source"]))
def test_what_is_in_the_language_has_no_problem(case: dict[str, Any]) -> None:
    """A good source has no problem, and the names it reads are exactly known."""
    facts = check_template(case["source"])
    assert facts.problems == ()
    if "variables" in case:
        assert (sorted(facts.variables), sorted(facts.names)) == (case["variables"], case["names"])


@pytest.mark.parametrize("source", BOMBS.values(), ids=BOMBS)
@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_bomb_is_a_problem_within_bounds(check: Callable[[str], TemplateFacts], source: str) -> None:
    """No source takes more than a few megabytes to be refused."""
    tracemalloc.start()
    facts = check(source.strip("{} ") if check is check_expression else source)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert facts.problems
    assert peak < 32_000_000


def test_an_expression_names_what_it_reads() -> None:
    """Rules can check every dotted name of a guard."""
    facts = check_expression("nodes.ask.ok and config['limit'] > slots.x.y[0].z and yes_no(user) is none and vars[key]")
    assert facts.problems == ()
    assert sorted(facts.variables) == ["config", "key", "nodes", "slots", "user", "vars"]
    assert sorted(facts.names) == ["config.limit", "key", "nodes.ask.ok", "slots.x.y", "user", "vars"]


def test_problems_come_in_the_order_of_the_source() -> None:
    """Every problem is reported, sorted by where it is."""
    problems = check_template("{{ x|nope }}\n{{ _a }}\n{{ y is odd }}").problems
    assert [(problem.offset, problem.rule) for problem in problems] == [
        (5, "template-filter"),
        (16, "template-name"),
        (30, "template-test"),
    ]


def test_fifty_levels_are_allowed() -> None:
    """The depth bound is far beyond what people write."""
    assert check_template("{% if x %}" * 50 + "{% endif %}" * 50).problems == ()
    assert check_expression("(" * 50 + "x" + ")" * 50).problems == ()


def test_a_hundred_concatenations_are_allowed() -> None:
    """The bound on `~` counts operands over the whole source."""
    assert check_template("{{ " + " ~ ".join("a" * 100) + " }}").problems == ()
    assert check_template("{{ " + " ~ ".join("a" * 100) + " }}{{ a ~ a }}").problems[0].rule == "template-size"


def test_a_crash_of_the_parser_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """The check never raises, whatever Jinja does."""

    def crash(_source: str) -> None:
        raise ValueError("out of ideas")

    monkeypatch.setattr(ENVIRONMENT, "parse", crash)
    assert check_template("{{ x }} {{ y.z }}").problems[0].message == "not a template: out of ideas"


def test_plain_sources_are_checked_without_jinja() -> None:
    """Most of a registry is validated without paying for the import of Jinja."""
    program = (
        "import sys; from sekisho.template import check_template, compile_template as c;"
        "check_template('a {{ b }}'); assert c('a {{ b }}').render({'b': 1}, 9) == 'a 1';"
        "sys.exit('jinja2' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
