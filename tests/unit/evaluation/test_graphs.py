from sekisho.evaluation.graphs import graphs_of
from sekisho.model.kinds.workflow import Workflow
from sekisho.model.registry import Registry

WORKFLOW = {
    "start": "hear",
    "intents": {"faq": {}, "chat": {"role": "small_talk"}},
    "nodes": {
        "hear": {"kind": "rule", "set": {"mode": "'FAQ'"}},
        "say": {"kind": "respond", "next_action": "say", "reply": {"en": "Yes"}},
    },
    "edges": [{"from": "hear", "to": "say", "when": "text"}, {"from": "hear", "to": "workflow:other"}],
}


def test_a_graph_has_the_nodes_edges_and_roles_of_its_workflow() -> None:
    """Edges keep the order in which they are tried; an unguarded one has no words."""
    registry = Registry(workflows={"b": Workflow.model_validate(WORKFLOW), "a": Workflow.model_validate(WORKFLOW)})
    first, second = graphs_of(registry)
    assert (first.workflow, second.workflow, first.start) == ("a", "b", "hear")
    assert [(node.id, node.type) for node in first.nodes] == [("hear", "rule"), ("say", "respond")]
    assert [(edge.source, edge.to, edge.when) for edge in first.edges] == [
        ("hear", "say", "text"),
        ("hear", "workflow:other", ""),
    ]
    assert first.intents == {"faq": "in_scope", "chat": "small_talk"}
    assert graphs_of(Registry()) == ()
