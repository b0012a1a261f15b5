"""The parts of the page one by one."""

import pytest

from sekisho.evaluation.catalogue import Catalogue
from sekisho.evaluation.metrics.table import measure_all
from sekisho.model.base import Language
from sekisho.model.change import Change, ChangeSet, TestPlan
from sekisho.model.ref import Kind, Ref
from sekisho.model.run import CaseResult, CaseState, Check, Metric
from sekisho.model.trace import ModelCall, Stage, ToolCall, TurnError, TurnTrace
from sekisho.model.verdict import (
    Coverage,
    GateReport,
    GraphEdge,
    GraphNode,
    MetricComparison,
    Verdict,
    VerdictState,
    WorkflowGraph,
)
from sekisho.report.html.changes import plan_section
from sekisho.report.html.inline import marked
from sekisho.report.html.intents import confusion, confusion_matrix
from sekisho.report.html.maps import workflow_maps
from sekisho.report.html.marks import marks_of
from sekisho.report.html.metrics import interval_plot
from sekisho.report.html.resources import ranked, resource_plots
from sekisho.report.html.route import route_figure
from sekisho.report.html.scale import Scale, around_zero, ticks
from sekisho.report.html.slots import slot_table
from sekisho.report.html.stages import Sides, differs, stage_row
from sekisho.report.html.voice import Voice

VOICE = Voice(Language.EN)


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        (
            "ご訪問は明日の午前です。",
            "ご訪問は明後日の午前です。",
            "ご訪問は明日の午前です。",
            "ご訪問は明<ins>後</ins>日の午前です。",
        ),
        ("We come at nine o'clock.", "We come at ten o'clock.", "We come at <del>nine</del> o&#x27;clock.", None),
        ("same", "same", "same", "same"),
        ("wholly different", "何もかも違います", "wholly different", "何もかも違います"),
        ("<b>1</b> visit", "<b>2</b> visit", "&lt;b&gt;<del>1</del>&lt;/b&gt; visit", None),
    ],
)
def test_replies_are_compared_by_word_and_by_character(before: str, after: str, old: str, new: str | None) -> None:
    """Latin words change as a whole, Japanese by the character; texts with nothing in common stay unmarked."""
    found = marked(before, after)
    assert found[0] == old
    assert new is None or found[1] == new


def test_short_common_runs_do_not_break_a_change_into_crumbs() -> None:
    """A lone common letter between two changes belongs to the change."""
    old, new = marked("明日の午前十時に伺います。お待ちください。", "昨日の午後一時に伺います。お待ちください。")
    assert old.count("<del>") == 1 or "日の午" in old
    assert "に伺います。お待ちください。" in new


def _turn(**decided: object) -> TurnTrace:
    return TurnTrace.model_validate({"user": "u", "language": "en", "reply": "r", **decided})


def test_each_stage_differs_by_its_own_facts() -> None:
    """A fact moves its stage and no other."""
    call = ToolCall(tool="t", arguments={"a": 1}, result={"b": 2}, attempts=3, injected=("timeout",))
    error = TurnError(code="exec.timeout", message="late", fault="agent")
    facts: dict[Stage, dict[str, object]] = {
        Stage.IR: {"intent": "faq"},
        Stage.MODE: {"mode": "FAQ"},
        Stage.SLOT: {"slots": {"day": "2026-11-18"}},
        Stage.POLICY: {"next_action": "ask"},
        Stage.EXEC: {"tool_calls": (call,)},
        Stage.NLG: {"error": error},
    }
    for stage, given in facts.items():
        turns = _turn(), _turn(**given)
        assert [one for one in Stage if differs(one, *turns)] == [stage]
        row = stage_row(Sides(*turns, {}, {}), VOICE)
        assert row.count('class="differs"') == 1
        assert not differs(stage, None, turns[1])
    assert "3 attempts" in stage_row(Sides(None, _turn(tool_calls=(call,)), {}, {}), VOICE)
    assert "fault injected" in stage_row(Sides(_turn(tool_calls=(call,)), None, {}, {}), VOICE)
    assert "reply, above" in stage_row(Sides(_turn(), _turn(reply="other"), {}, {}), VOICE)


def test_slots_that_stand_are_not_repeated() -> None:
    """A turn shows the slots it changed, not all that was ever said."""
    turn = _turn(slots={"day": "1", "time": "2"})
    row = stage_row(Sides(turn, turn, {"day": "1", "time": None}, {"day": "1", "time": None}), VOICE)
    assert "time=2" in row
    assert "day=1" not in row


GRAPHS = (
    WorkflowGraph(
        workflow="desk",
        start="hear",
        nodes=(GraphNode(id="hear", type="rule"), GraphNode(id="ask", type="respond")),
        edges=(GraphEdge(source="hear", to="ask"), GraphEdge(source="hear", to="workflow:faq", when="intent == 'faq'")),
    ),
    WorkflowGraph(workflow="faq", start="search", nodes=(GraphNode(id="search", type="retrieve"),), edges=()),
)


def test_a_route_is_drawn_where_it_parts_and_said_in_words() -> None:
    """Which edge each side took from the fork, and under which guard."""
    drawn = "".join(route_figure(0, ("desk/hear", "desk/ask"), ("desk/hear", "faq/search"), GRAPHS, VOICE))
    assert drawn.count("<svg") == 1
    for part in ('class="node both"', 'class="node baseline"', 'class="node candidate"', "otherwise", "intent == "):
        assert part in drawn
    assert "desk/hear → faq/search" in drawn


def test_equal_endless_and_unrelated_routes() -> None:
    """Equal routes need no picture, an endless one gets none, routes without a common start have no fork."""
    assert [*route_figure(0, ("a/b",), ("a/b",), (), VOICE)] == []
    assert [*route_figure(0, (), tuple(f"a/{n}" for n in range(99)), (), VOICE)] == []
    apart = "".join(route_figure(0, ("a/b",), ("c/d",), (), VOICE))
    assert "<svg" in apart
    assert "fork" not in apart
    longer = "".join(route_figure(0, ("a/b",), ("a/b", "a/c"), (), VOICE))
    assert longer.count('class="fork"') == 1


def _check(field: str, expected: object, observed: object, turn: int | None = 0) -> Check:
    return Check.model_validate(
        {
            "turn": turn,
            "field": field,
            "stage": Stage.IR,
            "code": "x",
            "passed": expected == observed,
            "expected": expected,
            "observed": observed,
        }
    )


def test_marks_agree_with_what_the_evaluation_counts() -> None:
    """Each cell of the matrix and each kind of slot error has exactly the cases that the metrics counted there."""
    checks = (
        _check("intent", "faq", "faq"),
        _check("intent", "faq", None),
        _check("intent", None, "faq"),
        _check("slots.a", "1", None),
        _check("slots.b", None, "1"),
        _check("slots.c", "1", "2"),
        _check("slots.d", "1", "1"),
        _check("slots.a", "1", None, turn=None),
    )
    result = CaseResult(case="golden/x", state=CaseState.FAILED, checks=checks)
    marks = marks_of([result])
    assert marks == ["intent:faq>__none__", "intent:faq>faq", "slot:a:missed", "slot:b:over", "slot:c:substituted"]
    metrics = measure_all([result], Catalogue())
    assert {f"intent:{gold}>{other}" for gold, row in confusion(metrics).items() for other in row} == set(marks[:2])
    counts = next(metric.detail["counts"] for metric in metrics if metric.name == "slot_macro_f1")
    counted = {
        f"slot:{slot}:{kind}" for slot, row in counts.items() for kind, n in row.items() if n and kind != "right"
    }
    assert counted == set(marks[2:])


def _metric(**given: object) -> MetricComparison:
    values = {"name": "m", "baseline": 0.9, "candidate": 0.8, "difference": -0.1, "low": -0.2, "high": -0.05}
    return MetricComparison.model_validate({**values, "margin": 0.03, **given})


@pytest.mark.parametrize(
    ("given", "tone"),
    [
        ({}, "dot fail"),
        ({"difference": -0.01, "low": -0.02, "high": 0.0}, "dot pass"),
        ({"difference": -0.01, "low": -0.06, "high": 0.0}, "dot inconclusive"),
        ({"margin": None}, "dot"),
        ({"difference": 0.1, "low": 0.05, "high": 0.2, "higher_is_better": False}, "dot fail"),
        ({"difference": 0.01, "low": 0.0, "high": 0.02, "higher_is_better": False}, "dot pass"),
    ],
)
def test_an_interval_is_drawn_in_the_colour_of_its_meaning(given: dict[str, object], tone: str) -> None:
    """Within the margin, beyond it, or open; figures for which less is better are turned round."""
    assert f'class="{tone}"' in interval_plot(_metric(**given), around_zero([0.2], 180, 0.05))


def test_what_lies_outside_a_picture_is_pointed_at() -> None:
    """A figure beyond the scale is drawn at its edge with an arrow; one that is no number is not drawn."""
    scale = around_zero([0.01], 180, 0.05)
    assert interval_plot(_metric(), scale).count('class="beyond"') == 2
    assert interval_plot(_metric(low=float("nan")), scale) == ""
    assert interval_plot(_metric(difference=None), scale) == ""
    assert interval_plot(_metric(), None) == ""


def test_scales_and_ticks() -> None:
    """Values keep their order inside the picture; ticks are round and few."""
    assert Scale(0, 10, 100).at(5) == 50
    assert Scale(0, 10, 100).at(50) == 100
    assert Scale(3, 3, 100).at(3) == 50
    assert ticks(0) == [0.0]
    assert ticks(16865) == [0, 5000, 10000, 15000]
    assert ticks(3) == [0, 1, 2, 3]
    assert len(ticks(0.004)) <= 6
    assert all(value <= 16865 for value in ticks(16865))


def test_percentiles_are_nearest_rank_and_p95_needs_twenty() -> None:
    """The same conventions as the metrics."""
    assert ranked([], 0.5) is None
    assert ranked([1.0, 2.0, 3.0], 0.5) == 2.0
    assert ranked([1.0] * 19, 0.95) is None
    assert ranked([float(n) for n in range(1, 21)], 0.95) == 19.0


def test_resources_are_drawn_for_both_sides() -> None:
    """Turns of rules alone have no measured latency; what nobody measured has no picture."""
    call = ModelCall(node="n", prompt="p", key="k")
    turns = (_turn(calls=(call,), latency_ms=120.0), _turn(latency_ms=0.0), _turn(calls=(call,), latency_ms=80.0))
    results = (CaseResult(case="golden/x", state=CaseState.PASSED, turns=turns, cost=None),)
    bare = GateReport(verdict=Verdict(state=VerdictState.PASS, checks=()))
    assert [*resource_plots(bare, VOICE)] == []
    both = bare.model_copy(update={"baseline_results": results, "candidate_results": results})
    drawn = "".join(resource_plots(both, VOICE))
    assert drawn.count("<figure>") == 1
    assert drawn.count(">2</td>") == 2
    assert "120 ms" in drawn
    one_sided = "".join(resource_plots(bare.model_copy(update={"candidate_results": results}), VOICE))
    assert one_sided.count('class="ecdf') == 1
    many = results[0].model_copy(update={"turns": turns * 400})
    path = "".join(resource_plots(bare.model_copy(update={"candidate_results": (many,)}), VOICE))
    assert len(path) < 12_000


def test_a_map_marks_what_is_touched_and_what_no_case_takes(rich_report: GateReport) -> None:
    """An edge is found among the names of what is missing by its workflow, ends and guard."""
    missing = ("desk/1 hear -> workflow:faq when intent == 'faq'",)
    coverage = (Coverage(suite="branch", what="edges", covered=1, total=2, missing=missing),)
    touched = Ref(kind=Kind.WORKFLOW, id="desk", node="hear")
    assert rich_report.plan is not None
    plan = rich_report.plan.model_copy(update={"affected": (touched, Ref(kind=Kind.GOLDEN, id="x"))})
    found = rich_report.model_copy(update={"graphs": GRAPHS, "coverage": coverage, "plan": plan})
    maps = [*workflow_maps(found, VOICE)]
    assert len(maps) == 3
    assert maps[1].count('class="node touched"') == 1
    assert maps[1].count('class="edge unmet"') == 1
    assert 'open="open"' in maps[1]
    assert 'open="open"' not in maps[2]
    assert [*workflow_maps(found.model_copy(update={"graphs": (), "plan": None}), VOICE)] == []


def test_a_difference_is_cut_to_what_changed() -> None:
    """Three lines around each change, one mark for what is left out, and a bound on all of it."""
    before = "\n".join(f"line {number}" for number in range(30))
    shown = _difference_of(before, before.replace("line 10", "line ten"))
    for part in ("<del>- line 10</del>", "<ins>+ line ten</ins>", "line 7<", "line 13<"):
        assert part in shown
    assert "line 6<" not in shown
    assert shown.count("⋯") == 2
    assert "+ key: {&quot;a&quot;: 1}" in _difference_of(None, {"key": {"a": 1}})
    assert "- - one" in _difference_of(["one"], None)
    assert "- 1" in _difference_of(1, 2)
    assert "100 more lines" in _difference_of(None, "\n".join(map(str, range(500))))
    assert "<del" not in _difference_of("same", "same")


def _difference_of(before: object, after: object) -> str:
    change = Change.model_validate(
        {"type": None, "operation": "changed", "path": "registry/x", "reason": "r", "before": before, "after": after}
    )
    plan = TestPlan(change_set=ChangeSet(base="b", head="h", changes=(change,), types=()), affected=(), suites=())
    return "".join(plan_section(plan, VOICE))


def test_matrix_and_slots_show_both_sides(rich_report: GateReport) -> None:
    """A cell says what it was and is, whether that is more confusion, what lies outside, and leads to its cases."""
    assert rich_report.comparison is not None
    slot = {"right": 3, "missed": 0, "over": 1, "substituted": 0}
    sides = [
        (
            Metric(name="intent_accuracy", value=0.9, detail={"confusion": confused}),
            Metric(
                name="slot_macro_f1", value=f1, detail={"f1": {"day": f1}, "counts": {"day": {**slot, "missed": n}}}
            ),
        )
        for confused, f1, n in (({"faq": {"faq": 2, "oos": 1}}, 1.0, 0), ({"faq": {"faq": 2, "chat": 1}}, 0.5, 2))
    ]
    comparison = rich_report.comparison.model_copy(update={"baseline_metrics": sides[0], "candidate_metrics": sides[1]})
    graph = GRAPHS[0].model_copy(update={"intents": {"oos": "out_of_scope", "chat": "small_talk"}})
    found = rich_report.model_copy(update={"comparison": comparison, "graphs": (graph,)})
    matrix = "".join(confusion_matrix(found, VOICE))
    for part in ("0→1 ▲", "1→0 ▼", ">2</a>", 'href="#?mark=intent%3Afaq%3Echat"', 'class="out_of_scope"', "SMALL_TALK"):
        assert part in matrix
    slots = "".join(slot_table(comparison, VOICE))
    for part in ("100.0 % → 50.0 %", "0 → 2 ▲", 'href="#?mark=slot%3Aday%3Amissed"', ">1</a>"):
        assert part in slots
    bare = rich_report.model_copy(update={"comparison": None})
    assert [*confusion_matrix(bare, VOICE)] == [*confusion_matrix(rich_report, VOICE)] == []
    assert [*slot_table(rich_report.comparison, VOICE)] == []
