"""What a change touches follows the references of the files."""

from sekisho.change.affected import affected, existing
from sekisho.change.change_set import change_set
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.finding import Finding
from sekisho.model.ref import Kind, Location, Ref


def _facts(kind: Kind | None, name: str, *named: tuple[Kind, str, str | None], **details: object) -> FileFacts:
    references = tuple(Reference(target, other, "", 1, 1, node) for target, other, node in named)
    return FileFacts(f"registry/{kind}/{name}", "b", kind, name, references, {"known": True, **details})


FACTS = (
    _facts(Kind.MODEL, "m"),
    _facts(Kind.MODEL, "n", (Kind.MODEL, "m", None)),
    _facts(Kind.PROMPT, "p", (Kind.MODEL, "n", None)),
    _facts(Kind.PROMPT, "alone", (Kind.MODEL, "n", None)),
    _facts(Kind.KNOWLEDGE, "k"),
    _facts(Kind.DOCUMENT, "k/d"),
    _facts(Kind.TOOL, "t"),
    _facts(Kind.CONFIG, "c"),
    _facts(
        Kind.WORKFLOW,
        "w",
        (Kind.PROMPT, "p", "say"),
        (Kind.TOOL, "t", "call"),
        (Kind.KNOWLEDGE, "k", "find"),
        (Kind.CONFIG, "c", None),
    ),
    _facts(Kind.WORKFLOW, "desk", (Kind.WORKFLOW, "w", "sort")),
    _facts(Kind.LEXICON, "words", concepts={"done": "f", "sorry": "f"}),
    _facts(Kind.GOLDEN, "g", (Kind.LEXICON, "done", None), (Kind.TOOL, "t", None)),
    _facts(Kind.SCENARIO, "s"),
    _facts(Kind.POLICY, "safety", (Kind.LEXICON, "sorry", None), (Kind.TOOL, "t", None)),
    FileFacts("registry/README.txt", "b", None, ""),
)


def _touched(kind_of_change: ChangeType | None, ref: Ref | None, field: str = "", facts: object = FACTS) -> list[str]:
    change = Change(type=kind_of_change, operation=Operation.CHANGED, path="p", ref=ref, field=field, reason="r")
    assert isinstance(facts, tuple)
    return [str(found) for found in affected(change_set("b", "h", [change]), facts)]


def _ref(kind: Kind, name: str, node: str | None = None) -> Ref:
    return Ref(kind=kind, id=name, node=node)


def test_model_reaches_prompts_nodes_and_cases() -> None:
    """A model touches those that fall back on it, their prompts, the nodes that use them, and every case."""
    assert _touched(ChangeType.MODEL, _ref(Kind.MODEL, "m")) == [
        "model:m",
        "model:n",
        "prompt:alone",
        "prompt:p",
        "workflow:w#say",
        "golden:g",
        "scenario:s",
    ]


def test_document_reaches_its_base_and_the_nodes_that_search_it() -> None:
    """A document belongs to the base its id begins with."""
    assert _touched(ChangeType.KNOWLEDGE, _ref(Kind.DOCUMENT, "k/d"))[:3] == [
        "document:k/d",
        "knowledge:k",
        "workflow:w#find",
    ]


def test_tool_reaches_its_nodes_but_not_policies() -> None:
    """A policy that names a tool does not depend on it."""
    assert _touched(ChangeType.TOOL, _ref(Kind.TOOL, "t")) == ["tool:t", "workflow:w#call", "golden:g", "scenario:s"]


def test_config_reaches_the_whole_workflow() -> None:
    """Any guard may read a setting."""
    assert "workflow:w" in _touched(ChangeType.ROUTING, _ref(Kind.CONFIG, "c"))


def test_node_does_not_reach_workflows_that_lead_here() -> None:
    """What leads to a changed node is not changed itself, but every case may get there."""
    assert _touched(ChangeType.ROUTING, _ref(Kind.WORKFLOW, "w", "say")) == ["workflow:w#say", "golden:g", "scenario:s"]


def test_unused_prompt_reaches_no_case() -> None:
    """What no workflow uses touches no dialogue."""
    assert _touched(ChangeType.PROMPT, _ref(Kind.PROMPT, "alone")) == ["prompt:alone"]


def test_concept_reaches_those_who_judge_by_it() -> None:
    """A wording touches the cases and policies that use its concept."""
    lexicon = _ref(Kind.LEXICON, "words")
    assert _touched(ChangeType.EVALUATION, lexicon, "concepts.done.window") == ["lexicon:words", "golden:g"]
    assert _touched(ChangeType.EVALUATION, lexicon) == ["policy:safety", "lexicon:words", "golden:g"]


def test_tests_of_a_prompt_reach_nothing_else() -> None:
    """An evaluation change alters no dialogue."""
    assert _touched(ChangeType.EVALUATION, _ref(Kind.PROMPT, "p"), "testData.0") == ["prompt:p"]


def test_neutral_changes_reach_nothing() -> None:
    """No type, nothing touched."""
    assert _touched(None, _ref(Kind.PROMPT, "p")) == []


def test_unknown_reaches_everything() -> None:
    """What is not understood may touch everything."""
    found = _touched(ChangeType.UNKNOWN, None)
    assert {"model:m", "prompt:alone", "workflow:desk", "golden:g", "scenario:s", "tool:t"} <= set(found)
    assert "document:k/d" not in found
    assert "policy:safety" not in found


def test_broken_file_hides_references_so_everything_is_touched() -> None:
    """A workflow that could not be read may name anything."""
    finding = Finding(rule="yaml/syntax", location=Location(path="w"), message="not YAML")
    broken = (*FACTS, FileFacts("registry/workflows/x.yaml", "b", Kind.WORKFLOW, "x", findings=(finding,)))
    everything = set(_touched(ChangeType.UNKNOWN, None)) | {"workflow:x"}
    assert set(_touched(ChangeType.PROMPT, _ref(Kind.PROMPT, "alone"), facts=broken)) == everything
    assert _touched(None, _ref(Kind.PROMPT, "alone"), facts=broken) == []


def test_circular_fallbacks_end() -> None:
    """Two models that fall back on each other are a finding elsewhere and no endless walk here."""
    facts = (_facts(Kind.MODEL, "a", (Kind.MODEL, "b", None)), _facts(Kind.MODEL, "b", (Kind.MODEL, "a", None)))
    assert _touched(ChangeType.MODEL, _ref(Kind.MODEL, "a"), facts=facts) == ["model:a", "model:b"]


def test_what_the_head_no_longer_has_cannot_be_named() -> None:
    """A removed prompt, workflow or node is no more; a node that is still there, and everything else, is."""
    facts = (_facts(Kind.WORKFLOW, "w", nodes={"say": {}}), _facts(Kind.PROMPT, "p"))
    kept = (Ref(kind=Kind.PROMPT, id="p"), Ref(kind=Kind.WORKFLOW, id="w"), Ref(kind=Kind.WORKFLOW, id="w", node="say"))
    gone = (Ref(kind=Kind.PROMPT, id="q"), Ref(kind=Kind.WORKFLOW, id="w", node="ask"))
    assert existing((*gone, *kept), facts) == kept
