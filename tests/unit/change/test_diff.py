"""Changed files become typed changes."""

from sekisho.change.diff import diff
from sekisho.change.pairs import FilePair, Side
from sekisho.model.change import Change, ChangeType, Operation
from sekisho.model.ref import Kind, Ref

PROMPT = "registry/prompts/a.prompt.yml"


def _side(data: object, *, path: str = PROMPT, blob: str = "1", kind: Kind | None = Kind.PROMPT, **more: str) -> Side:
    return Side(path=path, blob=blob, kind=kind, id=more.get("id", "a"), data=data, problem=more.get("problem"))


def _one(before: Side | None, after: Side | None) -> Change:
    (change,) = diff([FilePair(before, after)])
    return change


def test_same_blob_is_no_change() -> None:
    """A file with itself has no differences."""
    assert diff([FilePair(_side({"a": 1}), _side({"a": 1}))]) == ()


def test_neither_side() -> None:
    """A pair of nothing is harmless."""
    assert FilePair(None, None).path == ""


def test_field_change_carries_everything() -> None:
    """A change names file, artifact, field, both values, its type and why."""
    change = _one(_side({"messages": [{"role": "user", "content": "a"}]}), _side({"messages": []}, blob="2"))
    assert change.type is ChangeType.PROMPT
    assert change.operation is Operation.REMOVED
    assert (change.path, change.field, change.ref) == (PROMPT, "messages.user", Ref(kind=Kind.PROMPT, id="a"))
    assert (change.before, change.after) == ({"role": "user", "content": "a"}, None)
    assert change.reason.endswith("messages are sent to the model")


def test_nodes_are_named() -> None:
    """A change inside a workflow node, or of an edge leaving it, names the node."""
    sides = [
        Side("registry/workflows/w.yaml", blob, Kind.WORKFLOW, "w", {"nodes": {"n": {"tool": blob}}, "start": blob})
        for blob in "12"
    ]
    assert [str(change.ref) for change in diff([FilePair(*sides)])] == ["workflow:w#n", "workflow:w"]


def test_order_is_by_path() -> None:
    """Changes come in path order, however the pairs came."""
    pairs = [FilePair(None, _side({}, path=f"registry/prompts/{name}.prompt.yml", id=name)) for name in ("c", "a", "b")]
    assert [change.path[17] for change in diff(pairs)] == ["a", "b", "c"]


def test_rename_with_equal_content() -> None:
    """A renamed artifact is a change of its kind: whoever named it must follow."""
    change = _one(_side({}), _side({}, path="registry/prompts/b.prompt.yml", id="b"))
    assert (change.operation, change.old_path, change.type) == (Operation.RENAMED, PROMPT, ChangeType.PROMPT)


def test_move_to_another_kind_is_two_changes() -> None:
    """A file that changes its kind is gone as one thing and new as another."""
    moved = Side("registry/tools/a.yaml", "1", Kind.TOOL, "a", {})
    assert [(change.operation, change.type) for change in diff([FilePair(_side({}), moved)])] == [
        (Operation.REMOVED, ChangeType.PROMPT),
        (Operation.ADDED, ChangeType.TOOL),
    ]


def test_move_out_of_the_registry() -> None:
    """Moving an artifact out of the registry removes it."""
    changes = diff([FilePair(_side({}), Side("docs/a.yml", "1"))])
    assert [(change.path, change.type) for change in changes] == [("docs/a.yml", None), (PROMPT, ChangeType.PROMPT)]


def test_unreadable_on_either_side_is_unknown() -> None:
    """What cannot be read on one side cannot be told."""
    broken = _side(None, blob="2", problem="not YAML")
    for pair in ((_side({}), broken), (broken, _side({})), (None, broken), (broken, None)):
        assert _one(*pair).type is ChangeType.UNKNOWN


def test_recordings_that_only_move() -> None:
    """Answers are found by key, so a renamed recordings file changes nothing."""
    line = '{"key": "a"}'
    before = Side("registry/recordings/a.jsonl", "1", Kind.RECORDING, "a", line)
    after = Side("registry/recordings/b.jsonl", "1", Kind.RECORDING, "b", line)
    change = _one(before, after)
    assert (change.type, change.operation) == (None, Operation.RENAMED)


def test_whole_document_replaced_by_a_list() -> None:
    """A file that is no mapping any more is a change of its kind, never a crash."""
    change = _one(_side({"name": "a"}), _side([1], blob="2"))
    assert (change.type, change.field) == (ChangeType.PROMPT, "")


def test_formatting_only() -> None:
    """Other bytes with the same meaning are a neutral change, which is said."""
    change = _one(_side({"a": 1}), _side({"a": 1}, blob="2"))
    assert (change.type, change.reason) == (None, "comments, formatting or key order only: no behaviour change")


def test_added_and_removed_files() -> None:
    """A whole file is one change of its kind's type."""
    added, removed = _one(None, _side({"name": "a"})), _one(_side({"name": "a"}), None)
    assert (added.operation, added.type) == (Operation.ADDED, ChangeType.PROMPT)
    assert (removed.operation, removed.type) == (Operation.REMOVED, ChangeType.PROMPT)


def test_files_of_no_kind() -> None:
    """In the registry a file of no kind is unknown, unless its name says that it is for readers."""
    stranger = Side("registry/voices/a.yaml", "1", problem="no kind lives here")
    assert (_one(None, stranger).type, _one(None, stranger).ref) == (ChangeType.UNKNOWN, None)
    assert _one(None, Side("registry/README.md", "1", problem="no kind lives here")).type is None


def test_recordings() -> None:
    """Added answers have no type, removed and altered ones alter what is judged, others cannot be read."""
    path = "registry/recordings/a.jsonl"

    def types(before: str, after: str) -> list[ChangeType | None]:
        sides = (Side(path, "1", Kind.RECORDING, "a", before), Side(path, "2", Kind.RECORDING, "a", after))
        return [change.type for change in diff([FilePair(*sides)])]

    one, two, other = '{"key": "a"}\n', '{"key": "b"}\n', '{"key": "a", "answer": 1}\n'
    assert types(one, one + two) == [None]
    assert types(one + two, one) == [ChangeType.EVALUATION]
    assert types(one, other) == [ChangeType.EVALUATION]
    assert types(one + two, two + one) == [None]
    assert types(one, "nothing") == [ChangeType.UNKNOWN]


def test_values_of_a_file_with_a_secret_are_withheld() -> None:
    """A secret that was committed is not repeated in reports."""
    before = Side(PROMPT, "1", Kind.PROMPT, "a", {"name": "hunter2"}, secret=True)
    for pair in ((before, _side({"name": "b"}, blob="2")), (_side({"name": "b"}, blob="2"), before)):
        change = _one(*pair)
        assert "hunter2" not in change.model_dump_json()
        assert change.reason == "changed, value withheld; written for readers only"
