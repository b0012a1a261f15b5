"""`sekisho plan` on a real git repository: every example below tests/examples/changes is one commit beside its base."""

import base64
import json
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from sekisho.cli.app import run
from sekisho.commands.plan import plan
from sekisho.errors import ExitCode, SourceError, UsageError
from sekisho.model.change import TestPlan

EXAMPLES = Path(__file__).parents[1] / "examples" / "changes"
NAMES = sorted(folder.name for folder in EXAMPLES.iterdir() if folder.name != "_base")
Files = Mapping[str, tuple[str, bytes]]
"""Path -> (git mode, content)."""


def _base() -> Files:
    root = EXAMPLES / "_base"
    files = sorted(path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): ("100644", path.read_bytes()) for path in files}


def _edited(files: Files, edit: Mapping[str, Any]) -> Files:
    if "delete" in edit:
        return {path: file for path, file in files.items() if path != edit["delete"]}
    if "rename" in edit:
        return {edit["to"] if path == edit["rename"] else path: file for path, file in files.items()}
    mode, content = files.get(edit["file"], ("100644", b""))
    return {**files, edit["file"]: _content(edit, mode, content)}


def _content(edit: Mapping[str, Any], mode: str, content: bytes) -> tuple[str, bytes]:
    match edit:
        case {"replace": str(old), "with": str(new)}:
            assert content.decode().count(old) == 1, old
            return mode, content.decode().replace(old, new).encode()
        case {"append": str(text)}:
            return mode, content + text.encode()
        case {"write": str(text)}:
            return mode, text.encode()
        case {"bytes": str(text)}:
            return mode, base64.b64decode(text)
        case {"link": str(target)}:
            return "120000", target.encode()
        case {"commit": str(commit)}:
            return "160000", commit.encode()
        case {"executable": True}:
            return "100755", content
    raise AssertionError(edit)


def _commits() -> Iterator[bytes]:
    """A stream for `git fast-import`: the base on main, every example on a branch of its own name."""
    base = _base()
    yield from _commit("main", "", base)
    for name in NAMES:
        files = base
        for edit in yaml.safe_load((EXAMPLES / name / "edit.yaml").read_text(encoding="utf-8"))["edits"]:
            files = _edited(files, edit)
        yield from _commit(name, "from refs/heads/main\n", files)


def _commit(name: str, parent: str, files: Files) -> Iterator[bytes]:
    yield f"commit refs/heads/{name}\ncommitter t <t@example.com> 1700000000 +0000\ndata 1\nx\n".encode()
    yield f"{parent}deleteall\n".encode()
    for path, (mode, content) in files.items():
        if mode == "160000":
            yield f"M {mode} {content.decode()} {path}\n".encode()
        else:
            yield f"M {mode} inline {path}\ndata {len(content)}\n".encode() + content + b"\n"


def _git(root: Path, *arguments: str, stream: bytes = b"") -> None:
    subprocess.run(["git", "-C", str(root), *arguments], input=stream, check=True, capture_output=True)


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Facts are cached apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEKISHO_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with the base on main and a branch for every example; nothing is checked out."""
    root = tmp_path_factory.mktemp("history")
    _git(root, "init", "-q", "-b", "main")
    _git(root, "fast-import", "--quiet", stream=b"".join(_commits()))
    return root


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A repository with the base registry committed on main and checked out."""
    _git(tmp_path, "init", "-q", "-b", "main")
    _git(tmp_path, "fast-import", "--quiet", stream=b"".join(_commit("main", "", _base())))
    _git(tmp_path, "reset", "-q", "--hard")
    return tmp_path


def _seen(planned: TestPlan) -> dict[str, Any]:
    """What an expected.yaml says of a plan."""
    found = planned.change_set
    keep = {"type", "operation", "path", "old_path", "field", "reason"}
    changes = [change.model_dump(mode="json", include=keep) for change in found.changes]
    return {
        "types": [str(kind) for kind in found.types],
        "changes": [{key: value for key, value in change.items() if value or key == "type"} for change in changes],
        "affected": [str(ref) for ref in planned.affected],
        "suites": {
            suite.name: {"because": [str(kind) for kind in suite.because], "runs": [*suite.cases, *suite.prompts]}
            for suite in planned.suites
        },
        "findings": [
            f"[{finding.rule}] {finding.location.path}: found {finding.found}, expected {finding.expected}"
            for finding in found.findings
        ],
        "notes": list(planned.notes),
    }


@pytest.mark.parametrize("name", NAMES)
def test_example(history: Path, name: str) -> None:
    """Every example is classified, traced and planned as its expected.yaml says."""
    expected = yaml.safe_load((EXAMPLES / name / "expected.yaml").read_text(encoding="utf-8"))
    assert _seen(plan(history, "main", name)) == expected


def test_working_tree_with_untracked_files(desk: Path) -> None:
    """Without a head the working tree counts, files git does not know yet included."""
    (desk / "registry/prompts/plain.prompt.yml").write_text(
        "name: plain\nmodel: small\nmessages: [{role: user, content: Hi}]\n", encoding="utf-8"
    )
    planned = plan(desk)
    assert planned.change_set.head == "working tree"
    assert [(change.path, change.operation) for change in planned.change_set.changes] == [
        ("registry/prompts/plain.prompt.yml", "added")
    ]
    assert [suite.name for suite in planned.suites] == ["golden", "unit"]


def test_nothing_is_written(desk: Path) -> None:
    """Planning leaves the working tree and the index as they are."""
    (desk / "registry/prompts/README.md").write_text("x", encoding="utf-8")
    before = subprocess.run(["git", "-C", str(desk), "status", "--porcelain"], capture_output=True, check=True).stdout
    plan(desk)
    after = subprocess.run(["git", "-C", str(desk), "status", "--porcelain"], capture_output=True, check=True).stdout
    assert before == after == b"?? registry/prompts/README.md\n"


def test_matrix_is_the_base_revisions(history: Path) -> None:
    """A change that empties its own row of the matrix is still tested by the row of its base."""
    planned = plan(history, "main", "matrix-loosened")
    assert {suite.name for suite in planned.suites if "model" in suite.because} == {"golden", "e2e"}


@pytest.mark.parametrize("matrix", [None, "type: change-matrix\n", "type: [\n", "- type\n"])
def test_base_without_a_readable_matrix(desk: Path, matrix: str | None) -> None:
    """Where the base has no matrix that can be read the built-in one holds, and the plan says so."""
    file = desk / "registry/policies/change-matrix.yaml"
    file.unlink() if matrix is None else file.write_text(matrix, encoding="utf-8")
    _git(desk, "-c", "user.name=t", "-c", "user.email=t@example.com", "commit", "-q", "-a", "-m", "x")
    model = desk / "registry/models/small.yaml"
    model.write_text(model.read_text(encoding="utf-8").replace("0.0", "0.9"), encoding="utf-8")
    planned = plan(desk)
    assert [suite.name for suite in planned.suites] == ["golden", "e2e"]
    assert "built-in" in planned.notes[0]


def test_a_change_since_a_revision_is_what_the_head_adds(history: Path) -> None:
    """What the revision has got since the head left it is neither part of the change nor undone by it."""
    _git(history, "branch", "-f", "ahead", "matrix-loosened")
    planned = plan(history, since="ahead", head="model-parameters")
    assert planned == plan(history, "main", "model-parameters")
    assert planned != plan(history, "ahead", "model-parameters")


def test_a_change_is_measured_from_one_revision(desk: Path) -> None:
    """A base and a revision since which are wrong usage together."""
    with pytest.raises(UsageError, match="measured from one revision"):
        plan(desk, "main", since="main")


def test_unknown_revision(desk: Path) -> None:
    """A base that does not exist stops the command instead of planning nothing."""
    with pytest.raises(SourceError):
        plan(desk, "nowhere")


def test_a_matrix_is_one_line_and_the_outputs_of_the_step(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """For GitHub Actions: as many rows as asked for, but no more than there is to run; each part an output."""
    outputs = tmp_path / "outputs"
    monkeypatch.setenv("GITHUB_OUTPUT", str(outputs))
    change = ["-C", str(history), "plan", "--since", "main", "--head", "prompt-message", "--format", "matrix"]
    assert run([*change, "--shards", "2"]) is ExitCode.OK
    printed = capsys.readouterr().out
    assert printed.count("\n") == 1
    assert json.loads(printed) == {
        "run": True,
        "types": ["prompt"],
        "suites": ["golden", "unit"],
        "matrix": {
            "include": [
                {"shard": "1/2", "name": "1 of 2: golden, unit"},
                {"shard": "2/2", "name": "2 of 2: golden, unit"},
            ]
        },
    }
    lines = outputs.read_text(encoding="utf-8").splitlines()
    written = {name.partition("<<")[0]: json.loads(value) for name, value in zip(lines[::3], lines[1::3], strict=True)}
    assert written == json.loads(printed)


@pytest.mark.parametrize(("name", "note"), [("readme", ""), ("mixed", "mixed-evaluation")])
def test_a_matrix_of_nothing_to_run_ends_well(
    history: Path, name: str, note: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither a change without behaviour nor one that is refused as a whole stops the workflow before its gate."""
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    change = ["-C", str(history), "plan", "--base", "main", "--head", name]
    assert run([*change, "--format", "matrix"]) is ExitCode.OK
    out, err = capsys.readouterr()
    found = json.loads(out)
    assert (found["run"], found["matrix"]) == (False, {"include": []})
    assert note in err
    assert run(change) is (ExitCode.NO if note else ExitCode.OK)


@pytest.mark.parametrize("asked", [["--shards", "2"], ["--format", "matrix", "--shards", "0"]])
def test_shards_that_make_no_sense_are_wrong_usage(
    history: Path, asked: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Only a matrix has shards, and it has at least one."""
    assert run(["-C", str(history), "plan", "--base", "main", "--head", "readme", *asked]) is ExitCode.USAGE
    assert capsys.readouterr().out == ""
