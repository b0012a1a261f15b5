import re

import pytest

from sekisho.model.change import Dependency
from sekisho.model.ref import Kind, Ref
from sekisho.model.verdict import GateReport
from sekisho.report.comment import gate_comment
from sekisho.report.comment.sections.affected import MOST, drawing, label

PROMPT = Ref(kind=Kind.PROMPT, id="intent")
NODE = Ref(kind=Kind.WORKFLOW, id="desk", node="understand")

LINE = re.compile(
    r"flowchart LR|  end"
    r'|  subgraph w\d+\["(L)"\]|    n\d+\["(L)"\]|  n\d+\(\["(L)"\]\)'.replace("L", r"(?:[\w /]|#\d+;)+")
    + r"|  n\d+ --> n\d+|  classDef changed stroke-width:4px,stroke:#bf8700|  class n\d+(,n\d+)* changed"
)
"""Everything a drawing may consist of: our statements, and labels of letters, digits, blanks and entities."""


def test_a_changed_prompt_leads_to_its_nodes_in_their_workflow() -> None:
    """Changed things have the heavy frame, nodes stand inside their workflow."""
    assert drawing([PROMPT, NODE], {PROMPT}, [(PROMPT, NODE)]).splitlines() == [
        "flowchart LR",
        '  subgraph w1["desk"]',
        '    n1["understand"]',
        "  end",
        '  n0(["prompt intent"])',
        "  n0 --> n1",
        "  classDef changed stroke-width:4px,stroke:#bf8700",
        "  class n0 changed",
    ]


@pytest.mark.parametrize(
    "name", ['a"] --> b["x', "%%{init}%%", "x\nclick n0 call", "```", "#quot;", "1. x", "`**b**`", ""]
)
def test_a_label_is_only_a_label(name: str) -> None:
    """Letters and digits stay; everything else is Mermaid's entity, on one line."""
    things = [
        Ref.model_construct(kind=Kind.TOOL, id=name, node=None),
        Ref.model_construct(kind=Kind.WORKFLOW, id=name, node=name),
    ]
    for line in drawing(things, set(things), [(things[0], things[1])]).split("\n"):
        assert LINE.fullmatch(line), line
    assert label("node-1") == "node#45;1"


def test_what_is_far_from_the_change_is_not_drawn(report: GateReport) -> None:
    """At most 40 things, breadth first from what changed; the reader is told how many more there are."""
    nodes = [Ref(kind=Kind.WORKFLOW, id="desk", node=f"n{number}") for number in range(MOST + 5)]
    assert report.plan is not None
    plan = report.plan.model_copy(update={"links": tuple(Dependency(source=PROMPT, target=node) for node in nodes)})
    text = gate_comment(report.model_copy(update={"plan": plan}))
    drawn = text.partition("```mermaid")[2].partition("```")[0]
    assert drawn.count(" --> ") == MOST - 1
    assert "6 more are not drawn." in text
    assert "class n0 changed" in drawn


def test_nothing_to_draw_is_no_drawing(report: GateReport) -> None:
    """A change without dependents has no graph."""
    assert "mermaid" not in gate_comment(report)
