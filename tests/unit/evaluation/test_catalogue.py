from sekisho.evaluation.catalogue import Catalogue, catalogue_of
from sekisho.model.kinds.workflow import IntentRole, Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import Stage


def _registry(role: str) -> Registry:
    workflow = Workflow.model_validate(
        {
            "start": "find",
            "intents": {"chat": {"role": role}, "faq": {}},
            "nodes": {
                "find": {"kind": "retrieve", "knowledge": "faq", "query": "user"},
                "call": {"kind": "tool", "tool": "book"},
                "enter": {"kind": "rule", "set": {"mode": "'FAQ'"}},
                "count": {"kind": "rule", "set": {"misses": "1"}},
                "listen": {"kind": "extract", "prompt": "p", "slots": ["date"]},
                "say": {"kind": "respond", "reply": {"ja": "はい"}, "next_action": "a"},
            },
        }
    )
    return Registry(workflows={"desk": workflow})


def test_roles_and_outside_nodes_come_from_the_workflows() -> None:
    """Labels have their workflow's role (the later registry wins), tools and searches reach outside, and the catalogue
    knows which nodes set the mode and which listen for slots.
    """
    found = catalogue_of(_registry("in_scope"), _registry("small_talk"))
    assert found.role("chat") is IntentRole.SMALL_TALK
    assert found.outside == {"desk/find", "desk/call"}
    assert found.setting == {Stage.MODE: {"desk/enter"}, Stage.SLOT: {"desk/listen"}}


def test_an_unknown_label_is_in_scope() -> None:
    """Only a workflow makes a label small talk or out of scope."""
    assert Catalogue().role("anything") is IntentRole.IN_SCOPE
