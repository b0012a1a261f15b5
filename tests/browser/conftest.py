"""Reports made for the browser, and a real headless Chromium to read them with.

The browser is the machine's own (`apt-get install chromium`); without one these tests are skipped and say so.
"""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sekisho.model.base import Language
from sekisho.model.change import Change, ChangeSet, ChangeType, Operation, PlannedSuite, TestPlan
from sekisho.model.completion import Usage
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref
from sekisho.model.run import CaseResult, CaseState, Check, Metric, RunHeader
from sekisho.model.trace import ModelCall, Stage, ToolCall, TurnError, TurnTrace
from sekisho.model.verdict import (
    CasePair,
    Cause,
    Comparison,
    Coverage,
    GateCheck,
    GateReport,
    GraphEdge,
    GraphNode,
    MetricComparison,
    Noise,
    Pairing,
    Verdict,
    VerdictState,
    WorkflowGraph,
)
from sekisho.report.html import gate_html

sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed: scripts/bootstrap test")

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
HOSTILE = (
    '<script>document.title="owned"</script><img src=x onerror=\'document.title="owned"\'>',
    "</script><script>document.title='owned'</script><style>body{display:none}</style>",
    '" onmouseover="document.title=1" x="</details></main><!--',
    "\u202eevil\u202c \u200bzero\u2066 \x1b[31m ]]> &lt;b&gt; \u2028 {{7*7}} javascript:alert(1)",
    "長い応答" * 25_000,
)
Shown = Callable[..., "sync_api.Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator["sync_api.Browser"]:
    """Start the machine's Chromium; of module scope, since its event loop must be gone when other tests run theirs."""
    program = next(filter(None, map(shutil.which, NAMES)), None)
    if program is None:
        pytest.skip("no Chromium on this machine (apt-get install chromium); the HTML report was not looked at")
    with sync_api.sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield started
        started.close()


class Watched:
    """What a page did that a report must not do: errors, messages, requests."""

    def __init__(self, page: "sync_api.Page", address: str) -> None:
        self.address = address
        self.complaints: list[str] = []
        self.requests: list[str] = []
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda request: self.requests.append(request.url))


@pytest.fixture
def show(browser: "sync_api.Browser", tmp_path: Path) -> Iterator[Shown]:
    """Open a report from a file; afterwards nothing may have been complained of, and nothing asked of the network."""
    contexts = []
    pages = []

    def opened(report: GateReport, fragment: str = "", **options: object) -> "sync_api.Page":
        file = tmp_path / f"report-{len(contexts)}.html"
        file.write_text(gate_html(report), encoding="utf-8")
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
        contexts.append(context)
        page = context.new_page()
        pages.append(Watched(page, file.as_uri()))
        page.goto(file.as_uri() + fragment)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready='1']")
        return page

    yield opened
    for context in contexts:
        context.close()
    for watched in pages:
        assert watched.complaints == []
        assert {url.partition("#")[0] for url in watched.requests} == {watched.address}


def turn(user: str, reply: str, **decided: object) -> TurnTrace:
    """One turn of a model-backed dialogue."""
    known = {
        "intent": "book_visit",
        "mode": "SLOT_FILLING",
        "next_action": "ask_day",
        "route": ("desk/hear", "desk/recognise", "desk/ask"),
        "latency_ms": 900.0,
        "calls": (ModelCall(node="recognise", prompt="intent", key="k", model="small"),),
    }
    return TurnTrace.model_validate({"user": user, "language": Language.JA, "reply": reply, **known, **decided})


def case(name: str, turns: tuple[TurnTrace, ...], *checks: Check, **more: object) -> CaseResult:
    """One result; it failed when a check did."""
    passed = all(check.passed for check in checks)
    known = {
        "case": name,
        "title": f"Title of {name}",
        "language": "ja" if "ja" in name else "en",
        "tags": ("booking",),
        "state": CaseState.PASSED if passed else CaseState.FAILED,
        "turns": turns,
        "checks": checks,
        "usage": Usage(input_tokens=300, output_tokens=20),
        "cost": 0.002,
    }
    return CaseResult.model_validate({**known, **more})


def intent_check(observed: str | None, expected: str = "book_visit", number: int = 0) -> Check:
    """A check of the recognised intent."""
    passed = observed == expected
    values = {"passed": passed, "expected": expected, "observed": observed}
    return Check.model_validate({"turn": number, "field": "intent", "stage": Stage.IR, "code": "IR.intent", **values})


def slot_check(observed: str | None) -> Check:
    """A check of one slot."""
    return Check(
        turn=0,
        field="slots.visit_date",
        stage=Stage.SLOT,
        code="slot.miss",
        passed=observed is not None,
        expected="2026-11-18",
        observed=observed,
    )


GRAPH = WorkflowGraph(
    workflow="desk",
    start="hear",
    nodes=tuple(
        GraphNode(id=name, type=kind)
        for name, kind in (("hear", "rule"), ("recognise", "classify"), ("ask", "respond"), ("refuse", "respond"))
    ),
    edges=(
        GraphEdge(source="hear", to="recognise"),
        GraphEdge(source="recognise", to="refuse", when="intent == 'out_of_scope'"),
        GraphEdge(source="recognise", to="ask"),
        GraphEdge(source="ask", to="hear", when="again"),
        GraphEdge(source="ask", to="workflow:faq"),
    ),
    intents={"book_visit": "in_scope", "out_of_scope": "out_of_scope", "small_talk": "small_talk"},
)


def _sides() -> tuple[tuple[CaseResult, ...], tuple[CaseResult, ...]]:
    good = turn("予約したい", "ご訪問日をお聞かせください。", slots={"visit_date": "2026-11-18"})
    refused = turn(
        "予約したい",
        "ご訪問日はお聞きできません。",
        intent="out_of_scope",
        mode="OOS",
        next_action="refuse",
        outcome="refused",
        route=("desk/hear", "desk/recognise", "desk/refuse"),
    )
    call = ToolCall(tool="book_visit", arguments={"day": "2026-11-18"}, result={"number": "AO-1"}, attempts=2)
    failed = call.model_copy(update={"result": None, "error": "timeout", "injected": ("timeout",)})
    booked = turn("はい", "予約が完了しました。番号はAO-1です。", tool_calls=(call,), citations=("faq/hours",))
    ended = TurnError(code="policy.ended", message="the dialogue has ended", fault="agent")
    stopped = turn("はい", "", tool_calls=(failed,), error=ended)
    fault = {"must_pass": True, "tags": ("booking", "must")}
    baseline = (
        case("golden/ja-broken-01", (good, booked), intent_check("book_visit"), slot_check("2026-11-18"), **fault),
        case("golden/en-fixed-01", (refused,), intent_check("out_of_scope")),
        case("golden/en-passed-01", (turn("I want ４ visits", "Which day?"),), intent_check("book_visit")),
        case("golden/ja-unstable-01", (good,), intent_check("book_visit")),
    )
    candidate = (
        case("golden/ja-broken-01", (refused, stopped), intent_check("out_of_scope"), slot_check(None), **fault),
        case("golden/en-fixed-01", (good,), intent_check("book_visit")),
        case("golden/en-passed-01", (turn("I want ４ visits", "Which day?"),), intent_check("book_visit")),
        case("golden/ja-unstable-01", (good,), intent_check("book_visit")),
    )
    return baseline, candidate


PAIRS = (
    CasePair(
        case="golden/ja-broken-01",
        pairing=Pairing.BROKEN,
        must_pass=True,
        cause=Cause(
            code="IR.intent", stage=Stage.IR, turn=0, message="intent", contributing=("mode.wrong",), unverified=True
        ),
        diverged_turn=0,
        diverged_stage=Stage.IR,
    ),
    CasePair(case="golden/en-fixed-01", pairing=Pairing.FIXED),
    CasePair(case="golden/en-passed-01", pairing=Pairing.PASSED),
    CasePair(case="golden/ja-unstable-01", pairing=Pairing.UNSTABLE, note="2 of 3 trials", quarantined=True),
)


def _metrics(confusion: dict[str, dict[str, int]], missed: int) -> tuple[Metric, ...]:
    slot = {"right": 3 - missed, "missed": missed, "over": 0, "substituted": 0}
    return (
        Metric(name="task_success", value=0.9, low=0.8, high=0.95),
        Metric(name="intent_accuracy", value=0.9, detail={"confusion": confusion}),
        Metric(name="slot_macro_f1", value=0.9, detail={"f1": {"visit_date": 0.9}, "counts": {"visit_date": slot}}),
    )


def _comparison() -> Comparison:
    blocking = MetricComparison(
        name="task_success",
        baseline=0.95,
        candidate=0.85,
        difference=-0.1,
        low=-0.15,
        high=-0.02,
        pairs=4,
        worse=1,
        better=1,
        margin=0.03,
        blocking=True,
    )
    faint = MetricComparison(
        name="latency_p95",
        baseline=900.0,
        candidate=1400.0,
        difference=500.0,
        low=100.0,
        high=9000.0,
        margin=200.0,
        unit="ms",
        higher_is_better=False,
    )
    return Comparison(
        pairs=PAIRS,
        metrics=(faint, blocking),
        baseline_metrics=_metrics({"book_visit": {"book_visit": 3}, "out_of_scope": {"small_talk": 1}}, 0),
        candidate_metrics=_metrics({"book_visit": {"book_visit": 2, "out_of_scope": 1, "__none__": 1}}, 1),
        segments=(blocking.model_copy(update={"segment": "language:ja"}),),
        noise=Noise(cases=4, unstable=("golden/ja-unstable-01",)),
    )


def _plan() -> TestPlan:
    before = "\n".join(f"line {number}" for number in range(40))
    change = Change(
        type=ChangeType.PROMPT,
        operation=Operation.CHANGED,
        path="registry/prompts/intent.prompt.yml",
        ref=Ref(kind=Kind.PROMPT, id="intent"),
        field="messages.system.content",
        before=before,
        after=before.replace("line 20", "line twenty"),
        reason="one line; messages are sent to the model",
    )
    return TestPlan(
        change_set=ChangeSet(base="a" * 40, head="working tree", changes=(change,), types=(ChangeType.PROMPT,)),
        affected=(Ref(kind=Kind.WORKFLOW, id="desk", node="recognise"), Ref(kind=Kind.GOLDEN, id="ja-broken-01")),
        suites=(PlannedSuite(name="golden", because=(ChangeType.PROMPT,), cases=("golden/ja-broken-01",)),),
        recommended=("canary",),
    )


@pytest.fixture
def report() -> GateReport:
    """A report with something in every section."""
    baseline, candidate = _sides()
    header = RunHeader(
        revision="r", suites=("golden",), cases=4, evaluation="e", behaviour="b", models=("small",), tool_version="0"
    )
    must = {"cases": {"golden/ja-broken-01": "IR.intent"}}
    checks = (
        GateCheck(
            id="must-pass",
            state=VerdictState.FAIL,
            message="1 must-pass case failed: golden/ja-broken-01",
            evidence=must,
        ),
        GateCheck(id="registry", state=VerdictState.PASS, message="the registry has no errors"),
    )
    return GateReport(
        verdict=Verdict(state=VerdictState.FAIL, checks=checks),
        plan=_plan(),
        findings=(Finding(rule="prompt/x", location=Location(path="registry/prompts/a.yml"), message="wrong"),),
        comparison=_comparison(),
        baseline=header,
        candidate=header,
        baseline_results=baseline,
        candidate_results=candidate,
        coverage=(
            Coverage(suite="branch", what="edges", covered=3, total=4, missing=("desk/3 ask -> hear when again",)),
        ),
        graphs=(GRAPH,),
        reproduce="sekisho gate --base aaaa",
    )


@pytest.fixture
def hostile_report(report: GateReport) -> GateReport:
    """The same report in which every foreign text tries to be something else."""
    evil = " ".join(HOSTILE[:-1])
    result = report.candidate_results[0]
    turns = tuple(one.model_copy(update={"user": evil, "reply": HOSTILE[-1] + evil}) for one in result.turns)
    spoiled = result.model_copy(update={"turns": turns, "title": evil, "tags": ("x><script>", evil)})
    check = GateCheck(id="must-pass", state=VerdictState.FAIL, message=evil, evidence={"cases": [evil]})
    return report.model_copy(
        update={
            "candidate_results": (spoiled, *report.candidate_results[1:]),
            "verdict": Verdict(state=VerdictState.FAIL, checks=(check,)),
            "reproduce": evil,
            "baseline_results": tuple(
                one.model_copy(update={"turns": tuple(t.model_copy(update={"reply": evil}) for t in one.turns)})
                for one in report.baseline_results
            ),
        }
    )


@pytest.fixture(scope="session")
def large_report() -> GateReport:
    """500 cases of eight turns, each with its own words, fifty of them broken."""
    pairs, baseline, candidate = [], [], []
    for number in range(500):
        name, broken = f"golden/{'ja' if number % 2 else 'en'}-{number:04}", number % 10 == 0
        before = tuple(
            turn(
                f"{number}番のお客様の{place}回目の発話です。明日の午後{place}時に伺えますか。",
                f"承知いたしました。受付番号{number * 8 + place}でお調べします。少々お待ちください。",
                slots={f"slot_{slot}": f"value-{number}-{slot}" for slot in range(place)},
            )
            for place in range(8)
        )
        after = tuple(
            one.model_copy(update={"reply": f"{one.reply}別の返事{number}", "intent": "out_of_scope"})
            if broken and place > 3
            else one
            for place, one in enumerate(before)
        )
        cause = Cause(code="IR.intent", stage=Stage.IR, turn=4, message="intent") if broken else None
        pairs.append(
            CasePair(
                case=name,
                pairing=Pairing.BROKEN if broken else Pairing.PASSED,
                cause=cause,
                diverged_turn=4 if broken else None,
                diverged_stage=Stage.IR if broken else None,
            )
        )
        baseline.append(case(name, before, intent_check("book_visit", number=4)))
        candidate.append(case(name, after, intent_check("out_of_scope" if broken else "book_visit", number=4)))
    return GateReport(
        verdict=Verdict(state=VerdictState.FAIL, checks=()),
        comparison=Comparison(pairs=tuple(pairs), metrics=()),
        baseline_results=tuple(baseline),
        candidate_results=tuple(candidate),
        graphs=(GRAPH,),
    )
