"""`sekisho ticket` on a real git repository."""

import json
import subprocess
from pathlib import Path

import pytest
import yaml

from sekisho.cli.app import run
from sekisho.commands.ticketing import standing_of, tickets_of
from sekisho.errors import ExitCode, UsageError

PROMPT = "registry/prompts/small-talk.prompt.yml"
DOCUMENT = "registry/knowledge/aoba-faq/maintenance.yaml"
TICKET = "registry/changes/CHG-0005.yaml"
Captured = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SEKISHO_CACHE", str(tmp_path / "cache"))


def _git(where: Path, *arguments: str, who: str = "dialogue", at: str = "2026-11-20T10:00:00+09:00") -> str:
    identity = ("-c", f"user.name={who}", "-c", f"user.email={who}@example.com")
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "PATH": "/usr/bin:/bin"}
    command = ["git", "-C", str(where), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, env=dates).stdout.strip()


def _replace(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert text.count(old) == 1, old
    file.write_text(text.replace(old, new), encoding="utf-8")


def _fill(file: Path) -> None:
    lines = file.read_text(encoding="utf-8").splitlines()
    filled = [f"{line.partition(':')[0]}: It was asked for." if "FILL IN" in line else line for line in lines]
    file.write_text("\n".join(filled) + "\n", encoding="utf-8")


def test_a_change_from_no_ticket_to_a_complete_one(desk: Path, capsys: Captured) -> None:
    """`new` fills in what the change tells, `check` names the rest by line and column until it is said."""
    _git(desk, "tag", "-a", "-m", "first", "release/2026.11.02.1")
    _git(desk, "checkout", "-q", "-b", "topic/no-jokes")
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    assert run(["ticket", "check"]) is ExitCode.NO
    assert "[change/ticket-missing]" in capsys.readouterr().out
    assert run(["ticket", "new"]) is ExitCode.OK
    assert capsys.readouterr().out == f"{TICKET}\n"
    written = yaml.safe_load((desk / TICKET).read_text(encoding="utf-8"))
    assert written["title"] == "No jokes"
    assert (written["types"], written["risk"], written["owner"]) == (["prompt"], "medium", "@sekisho/dialogue")
    assert written["affected"] == ["prompt:small-talk", "workflow:desk#chat"]
    assert written["environments"] == ["dev", "prod", "stg"]
    assert written["rollback"] == {"method": "environment_flag", "target": "release/2026.11.02.1"}
    assert run(["validate"]) is ExitCode.OK
    capsys.readouterr()
    assert run(["ticket", "check"]) is ExitCode.NO
    out = capsys.readouterr().out
    assert f"{TICKET}:3:1: a person must say this" in out
    assert f"{TICKET}: 2 findings" in out
    _fill(desk / TICKET)
    assert run(["ticket", "check"]) is ExitCode.OK
    assert "complete" in capsys.readouterr().out


def test_what_the_author_says_is_taken(desk: Path, capsys: Captured) -> None:
    """Options go before what would be derived; a title from the first commit goes before the branch."""
    _git(desk, "checkout", "-q", "-b", "topic")
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _git(desk, "commit", "-q", "-a", "-m", 'Drop jokes: "all" of them #1')
    said = ["--why", "Asked for.", "--risk", "low", "--owner", "@sekisho/quality", "--environment", "stg"]
    assert run(["ticket", "new", *said, "--format", "json"]) is ExitCode.OK
    written = yaml.safe_load((desk / TICKET).read_text(encoding="utf-8"))
    assert json.loads(capsys.readouterr().out)["draft"]["ticket"] == {**written, "links": []}
    assert written["title"] == 'Drop jokes: "all" of them #1'
    assert (written["why"], written["risk"], written["owner"]) == ("Asked for.", "low", "@sekisho/quality")
    assert written["environments"] == ["stg"]
    assert written["rollback"]["target"].startswith("FILL IN")


def test_new_writes_one_ticket_only(desk: Path, capsys: Captured) -> None:
    """A second ticket for the same change, or one for no change, is wrong usage."""
    assert run(["ticket", "new"]) is ExitCode.USAGE
    assert "needs no ticket" in capsys.readouterr().err
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    assert run(["ticket", "new"]) is ExitCode.OK
    assert run(["ticket", "new"]) is ExitCode.USAGE
    assert f"{TICKET} speaks for this change already" in capsys.readouterr().err


def test_check_of_two_revisions(desk: Path, capsys: Captured) -> None:
    """Base and head can be named, nothing needs to be checked out, and json is the standing."""
    _git(desk, "checkout", "-q", "-b", "topic")
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    _git(desk, "commit", "-q", "-a", "-m", "No jokes")
    _git(desk, "checkout", "-q", "main")
    assert run(["ticket", "check", "--since", "main", "--head", "topic", "--format", "json"]) is ExitCode.NO
    found = json.loads(capsys.readouterr().out)
    assert [finding["rule"] for finding in found["findings"]] == ["change/ticket-missing"]
    assert run(["ticket", "check"]) is ExitCode.OK
    with pytest.raises(UsageError):
        standing_of(desk, "main", "topic", since="main")


def test_a_typing_error_is_exempt_by_the_base_policy(desk: Path) -> None:
    """The shipped policy lets a slip of the pen through and says so; a change cannot widen its own exemption."""
    _replace(desk / DOCUMENT, "of each month", "of eachh month")
    assert standing_of(desk, None, None).exempt == "a typing error in a published answer, without a figure"
    _replace(desk / DOCUMENT, "second Wednesday", "third and the fourth Wednesday")
    _replace(desk / "registry/policies/approvals.yaml", "max_characters: 3", "max_characters: 300")
    assert not standing_of(desk, None, None).complete


def test_a_plan_says_that_a_ticket_is_needed(desk: Path, capsys: Captured) -> None:
    """Authors plan before they write the ticket: it is a note, not a finding."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    assert run(["plan"]) is ExitCode.OK
    assert "`sekisho ticket new` writes it" in " ".join(capsys.readouterr().out.split())


def test_revert_targets_are_looked_up(desk: Path) -> None:
    """A commit that git has can be named by its id, shortened too; a branch moves, and is a finding."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    run(["ticket", "new"])
    _fill(desk / TICKET)
    _replace(desk / TICKET, "environment_flag", "revert_commit")
    assert [finding.rule for finding in standing_of(desk, None, None).findings] == ["change/ticket-rollback"]
    text = (desk / TICKET).read_text(encoding="utf-8")
    for target, complete in (("main", False), (_git(desk, "rev-parse", "--short=8", "main"), True)):
        (desk / TICKET).write_text(text.replace("target: It was asked for.", f"target: '{target}'"), encoding="utf-8")
        assert standing_of(desk, None, None).complete is complete


def test_list_tells_since_when_and_by_whom(desk: Path, capsys: Captured) -> None:
    """Each status has the author and time of the commit that set it, also after a rename and a rewrite of the text."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    run(["ticket", "new"])
    _fill(desk / TICKET)
    _git(desk, "add", ".")
    _git(desk, "commit", "-q", "-m", "Open", who="dialogue team", at="2026-11-20T10:00:00+09:00")
    _replace(desk / TICKET, "status: draft", "status: gated")
    _git(desk, "commit", "-q", "-a", "-m", "Gate", who="quality team", at="2026-11-21T11:00:00+09:00")
    renamed = "registry/changes/CHG-0006.yaml"
    _git(desk, "mv", TICKET, renamed)
    _git(desk, "commit", "-q", "-m", "Renumber", who="somebody", at="2026-11-22T12:00:00+09:00")
    _replace(desk / renamed, "risk: medium", "risk: low")
    _git(desk, "commit", "-q", "-a", "-m", "Weigh again", who="somebody", at="2026-11-23T12:00:00+09:00")
    entry = tickets_of(desk, None).entries[0]
    assert entry.id == "CHG-0006"
    life = [(change.status, change.by, change.at.isoformat()) for change in entry.history]
    assert life == [
        ("draft", "dialogue team", "2026-11-20T10:00:00+09:00"),
        ("gated", "quality team", "2026-11-21T11:00:00+09:00"),
    ]
    assert not entry.bounded
    capsys.readouterr()
    assert run(["ticket", "list", "--status", "gated"]) is ExitCode.OK
    out = capsys.readouterr().out
    assert "CHG-0006" in out
    assert "2026-11-21" in out
    assert "CHG-0001" not in out
    _replace(desk / renamed, "status: gated", "status: staging")
    run(["ticket", "list", "--status", "staging"])
    assert "uncommitted" in capsys.readouterr().out


def test_list_says_what_is_not_in_it(desk: Path, tmp_path: Path, capsys: Captured) -> None:
    """A ticket that cannot be read is named; a clone without older commits does not know since when."""
    (desk / TICKET).write_text("title: [\n", encoding="utf-8")
    assert run(["ticket", "list"]) is ExitCode.OK
    said = capsys.readouterr()
    assert f"Not in the list, 1 unreadable: {TICKET}:" in said.err
    assert "CHG-0004" in said.out
    assert "shallow" not in said.err
    _git(desk, "commit", "-q", "--allow-empty", "-m", "Another")
    _git(tmp_path, "clone", "-q", "--depth", "1", f"file://{desk}", "shallow")
    assert run(["-C", str(tmp_path / "shallow"), "ticket", "list"]) is ExitCode.OK
    assert "a shallow clone" in capsys.readouterr().err


def test_list_of_a_life_with_a_broken_step(desk: Path) -> None:
    """A commit that left the ticket unreadable is passed over; without any commit nobody has set a status."""
    file = desk / "registry/changes/CHG-0004.yaml"
    whole = file.read_text(encoding="utf-8")
    quoted, unknown = ('"rolled_back"  # it failed', "gone")
    steps = [whole.replace("status: rolled_out", f"status: {status}") for status in ("closed", unknown, quoted)]
    for text in ("status: [", "- nothing", *steps):
        file.write_text(text, encoding="utf-8")
        _git(desk, "commit", "-q", "-a", "-m", "x")
    assert [change.status for change in tickets_of(desk, None).entries[0].history] == [
        "rolled_out",
        "closed",
        "rolled_back",
    ]
    _git(desk, "update-ref", "-d", "HEAD")
    assert [entry.history for entry in tickets_of(desk, None).entries] == [()] * 4


@pytest.mark.usefixtures("desk")
def test_list_of_a_revision_as_json(capsys: Captured) -> None:
    """The newest number comes first; a revision has the life it had then."""
    assert run(["ticket", "list", "--revision", "main", "--format", "json"]) is ExitCode.OK
    found = json.loads(capsys.readouterr().out)
    assert [entry["id"] for entry in found] == ["CHG-0004", "CHG-0003", "CHG-0002", "CHG-0001"]
    assert found[0]["history"][0]["status"] == "rolled_out"
    assert run(["ticket", "list", "--status", "canary"]) is ExitCode.OK
    assert capsys.readouterr().out == "no tickets\n"


def test_the_skeleton_is_incomplete_until_it_is_filled(desk: Path) -> None:
    """`sekisho new change` starts a file that validates and that `ticket check` does not take for a ticket."""
    _replace(desk / PROMPT, "no jokes about others", "no jokes")
    assert run(["new", "change", "CHG-0005"]) is ExitCode.OK
    assert run(["validate"]) is ExitCode.OK
    rules = {finding.rule for finding in standing_of(desk, None, None).findings}
    assert rules == {"change/ticket-unfilled", "change/ticket-affected"}
