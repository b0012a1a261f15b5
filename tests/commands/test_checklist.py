"""`sekisho checklist` on a real git repository, with the gate's own report."""

import json
import subprocess
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.commands.checklist import checklist_of, links_of
from sekisho.commands.source import open_repository
from sekisho.errors import ExitCode
from sekisho.model.decision import ChecklistItem, Decision, DecisionState, ItemState
from sekisho.serialize import pretty_json

PROMPT = "registry/prompts/small-talk.prompt.yml"
DOCUMENT = "registry/knowledge/aoba-faq/maintenance.yaml"
TICKET = "registry/changes/CHG-0005.yaml"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))
    for name in ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID"):
        monkeypatch.delenv(name, raising=False)


def _git(where: Path, *arguments: str) -> str:
    identity = ("-c", "user.name=dialogue", "-c", "user.email=dialogue@example.com")
    done = subprocess.run(["git", "-C", str(where), *identity, *arguments], check=True, capture_output=True, text=True)
    return done.stdout.strip()


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def _write_ticket(desk: Path, target: str = "", method: str = "") -> None:
    """Let the tool write the ticket and say what only a person knows."""
    run(["ticket", "new", "--base", "main"])
    lines = (desk / TICKET).read_text(encoding="utf-8").splitlines()
    filled = [f"{line.partition(':')[0]}: The phone line." if "FILL IN" in line else line for line in lines]
    text = "\n".join(filled) + "\n"
    text = text.replace("target: The phone line.", f"target: {target}") if target else text
    text = text.replace("environment_flag", method) if method else text
    (desk / TICKET).write_text(text, encoding="utf-8")


def _items(desk: Path, head: str | None = None) -> dict[str, ChecklistItem]:
    return {item.id: item for item in checklist_of(desk, None, "main", head)}


def test_from_the_gate_to_the_checklist(desk: Path, capsys: Captured) -> None:
    """After the gate everything its report shows is done; another edit makes the report one of another change."""
    _replace(desk / DOCUMENT, "of each month", "of eachh month")
    assert run(["gate"]) is ExitCode.OK
    capsys.readouterr()
    assert run(["checklist", "--format", "json"]) is ExitCode.OK
    items = {item["id"]: item for item in json.loads(capsys.readouterr().out)}
    assert {name: item["state"] for name, item in items.items()} == {
        "ticket": "not_needed",
        "golden": "done",
        "e2e": "not_needed",
        "logs": "done",
        "canary": "done",
        "rollback": "done",
    }
    assert _git(desk, "rev-parse", "HEAD:registry/prompts")[:12] in items["logs"]["evidence"]
    _replace(desk / DOCUMENT, "of eachh month", "of eachh moon")
    assert run(["checklist"]) is ExitCode.INCONCLUSIVE
    out = capsys.readouterr().out
    assert "✓ Stop conditions of the canary are defined (done)" in out
    assert "run the gate again" in " ".join(out.split())


def test_a_ticket_that_is_wrong_fails(desk: Path, capsys: Captured) -> None:
    """Exit code 1, and the line of the ticket."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _write_ticket(desk)
    _replace(desk / TICKET, "types: [prompt]", "types: [tool]")
    capsys.readouterr()
    assert run(["checklist", "--link-base", "https://example.com/desk/"]) is ExitCode.NO
    assert f"https://example.com/desk/{TICKET}#L4" in capsys.readouterr().out


def test_release_to_go_back_to(desk: Path) -> None:
    """The release's registry is read whole; what switching back alters is said; a broken one has failed."""
    _git(desk, "tag", "-a", "-m", "one", "release/2026.11.01.1")
    _git(desk, "checkout", "-q", "-b", "topic")
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _write_ticket(desk)
    item = _items(desk)["rollback"]
    assert (item.state, item.link) == (ItemState.DONE, f"{TICKET}:1")
    assert "have no errors and compose; switching back alters prompt" in item.evidence
    (desk / PROMPT).write_text("name: [\n", encoding="utf-8")
    _git(desk, "add", ".")
    _git(desk, "commit", "-q", "-m", "Broken")
    _git(desk, "tag", "release/2026.11.02.1")
    _git(desk, "checkout", "-q", "main", "--", PROMPT)
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _replace(desk / TICKET, "release/2026.11.01.1", "release/2026.11.02.1")
    item = _items(desk)["rollback"]
    assert item.state is ItemState.FAILED
    assert "release/2026.11.02.1 exists, and the registry there has" in item.evidence
    _git(desk, "tag", "release/2026.11.03.1", _git(desk, "commit-tree", "-m", "x", _git(desk, "mktree")))
    _replace(desk / TICKET, "release/2026.11.02.1", "release/2026.11.03.1")
    assert "its parts do not make a program" in _items(desk)["rollback"].evidence
    _replace(desk / TICKET, "release/2026.11.03.1", "release/2026.11.09.1")
    assert _items(desk)["rollback"].evidence == "release/2026.11.09.1 leads to no commit"


def test_first_release(desk: Path) -> None:
    """Before there is a release a sentence is all there is: open, never done."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _write_ticket(desk)
    item = _items(desk)["rollback"]
    assert item.state is ItemState.OPEN
    assert "The phone line" in item.evidence


def test_commit_to_revert(desk: Path) -> None:
    """A revert is tried on the head's files: clean, in conflict, impossible for the first commit."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes about people")
    _git(desk, "commit", "-q", "-a", "-m", "People")
    people = _git(desk, "rev-parse", "HEAD")
    _git(desk, "checkout", "-q", "-b", "topic")
    _replace(desk / DOCUMENT, "of each month", "of every single month")
    _write_ticket(desk, people, "revert_commit")
    item = _items(desk)["rollback"]
    assert item.state is ItemState.DONE
    assert f"reverting {people} applies cleanly" in item.evidence
    _git(desk, "add", ".")
    _git(desk, "commit", "-q", "-m", "Document")
    _replace(desk / PROMPT, "no jokes about people", "no jokes")
    _git(desk, "commit", "-q", "-a", "-m", "Jokes")
    assert "meets a conflict" in _items(desk, "topic")["rollback"].evidence
    first = _git(desk, "rev-list", "--max-parents=0", "HEAD")
    _replace(desk / TICKET, people, first)
    assert _items(desk)["rollback"].evidence == f"{first} leads to no commit"
    assert _git(desk, "status", "--porcelain") == f"M {TICKET}"


def test_this_change_is_taken_back_to_its_base(desk: Path) -> None:
    """The commit of the change has no id yet; what is left without it is looked at."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _write_ticket(desk, "the commit of this change", "revert_commit")
    item = _items(desk)["rollback"]
    assert item.state is ItemState.DONE
    assert f"leaves commit {_git(desk, 'rev-parse', 'main')[:12]}" in item.evidence


def test_links_of_a_workflow(desk: Path) -> None:
    """In a workflow files are linked at the head commit, results at its run."""
    environment = {"GITHUB_SERVER_URL": "https://github.example", "GITHUB_REPOSITORY": "o/desk", "GITHUB_RUN_ID": "7"}
    links = links_of(open_repository(desk), "main", "", environment)
    assert links.files == f"https://github.example/o/desk/blob/{_git(desk, 'rev-parse', 'main')}"
    assert links.run == "https://github.example/o/desk/actions/runs/7"


def test_checklist_of_a_decision(desk: Path, capsys: Captured) -> None:
    """A decision carries the checklist it rests on; what is none is refused."""
    item = ChecklistItem(id="canary", state=ItemState.FAILED, evidence="moon does not exist")
    file = desk / "decision.json"
    file.write_text(pretty_json(Decision(state=DecisionState.NO_GO, reasons=(), checklist=(item,))), encoding="utf-8")
    assert run(["checklist", "--decision", str(file)]) is ExitCode.NO
    assert "✗ Stop conditions of the canary are defined (failed)\n    moon does not exist" in capsys.readouterr().out
    file.write_text("{}", encoding="utf-8")
    assert run(["checklist", "--decision", str(file)]) is ExitCode.COULD_NOT_RUN
    assert "is not a decision: state" in capsys.readouterr().err
    assert run(["checklist", "--report", str(desk / "none.json")]) is ExitCode.COULD_NOT_RUN
