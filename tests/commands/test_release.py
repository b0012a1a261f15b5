"""Releases on a real repository, with real SSH keys and git's own signatures."""

import hashlib
import json
import subprocess
import tarfile
from pathlib import Path

import pytest

from sekisho.cli.app import run
from sekisho.commands.checklist import checklist_of
from sekisho.errors import ExitCode
from sekisho.model.decision import ChecklistItem, ItemState

FAQ = Path("registry/knowledge/aoba-faq/bill-date.yaml")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two key pairs: the releaser's, which is allowed, and a stranger's."""
    folder = tmp_path_factory.mktemp("keys")
    for name in ("releaser", "stranger"):
        made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", str(folder / name)]
        subprocess.run(made, check=True)
    public = (folder / "releaser.pub").read_text(encoding="utf-8")
    (folder / "allowed").write_text(f"release@example.com {public}", encoding="utf-8")
    return folder


def git(*arguments: str) -> str:
    """Run git where the test stands."""
    return subprocess.run(["git", *arguments], check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def released(desk: Path, keys: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> str:
    """The desk with a first release, and its name."""
    monkeypatch.delenv("SEKISHO_SIGNING_KEY", raising=False)
    git("config", "user.name", "test")
    git("config", "user.email", "test@example.com")
    assert desk == Path.cwd()
    assert run(["release", "tag", "--first", "--key", str(keys / "releaser"), "--format", "json"]) is ExitCode.OK
    name: str = json.loads(capsys.readouterr().out)["name"]
    return name


def edit() -> None:
    """Commit a change that users meet, with its ticket."""
    FAQ.write_text(FAQ.read_text(encoding="utf-8") + "# Reviewed.\n", encoding="utf-8")
    git("commit", "-q", "-am", "Say that the page was reviewed")


def gate(base: str, head: str = "HEAD") -> Path:
    """Judge the last commit and return the report."""
    run(["gate", "--base", base, "--head", head])
    return Path(".sekisho/gate/report.json")


def passing(report: Path) -> None:
    """Write the report of a pass about the same commits: the gate itself has its own tests."""
    said = json.loads(report.read_text(encoding="utf-8"))
    said["verdict"]["state"] = 0
    report.write_text(json.dumps(said), encoding="utf-8")


def test_signed_and_verified(released: str, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release is proven by an allowed signer's signature and by the digest of every file users meet."""
    assert run(["release", "verify", released, "--allowed-signers", str(keys / "allowed")]) is ExitCode.OK
    assert "verified" in capsys.readouterr().out
    manifest = json.loads(git("cat-file", "tag", released).split("\n\n", 2)[2].split("-----BEGIN")[0])
    assert manifest["revisions"]["prompt_revision"] == git("rev-parse", "HEAD:registry/prompts")
    assert manifest["files"][str(FAQ)] == hashlib.sha256(FAQ.read_bytes()).hexdigest()
    assert not any(path.startswith("registry/golden") for path in manifest["files"])


def test_a_strangers_signature(released: str, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A good signature of a key nobody allowed is no proof, though git prints that it is good."""
    commit, message = git("rev-parse", "HEAD"), git("for-each-ref", "--format=%(contents)", f"refs/tags/{released}")
    git("tag", "-d", released)
    unsigned = message.split("-----BEGIN")[0]
    stranger = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={keys / 'stranger'}")
    git(*stranger, "tag", "-s", "--cleanup=verbatim", "-m", unsigned, released, commit)
    assert run(["release", "verify", released, "--allowed-signers", str(keys / "allowed")]) is ExitCode.NO
    assert "✗ signature" in capsys.readouterr().out


def test_a_moved_tag(released: str, keys: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A manifest on another commit is seen even when an allowed key signed it."""
    message = git("for-each-ref", "--format=%(contents)", f"refs/tags/{released}").split("-----BEGIN")[0]
    edit()
    git("tag", "-d", released)
    signer = ("-c", "gpg.format=ssh", "-c", f"user.signingkey={keys / 'releaser'}")
    git(*signer, "tag", "-s", "--cleanup=verbatim", "-m", message, released, "HEAD")
    assert run(["release", "verify", released, "--allowed-signers", str(keys / "allowed")]) is ExitCode.NO
    said = capsys.readouterr().out
    assert "✗ commit" in said
    assert str(FAQ) in said
    assert run(["release", "bundle", released]) is ExitCode.COULD_NOT_RUN


def test_plan(released: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Only what users meet asks for a release; the gate then starts where they last met the old one."""
    run(["release", "plan", "--format", "json"])
    assert json.loads(capsys.readouterr().out)["needed"] is False
    Path("registry/golden/note.txt").write_text("x", encoding="utf-8")
    git("add", ".")
    git("commit", "-q", "-m", "A note beside the cases")
    start = git("rev-parse", "HEAD")
    edit()
    run(["release", "plan", "--format", "json"])
    planned = json.loads(capsys.readouterr().out)
    assert planned["needed"] is True
    assert planned["previous"] == released
    assert planned["base"] == start
    assert planned["changed"] == ["kb_revision"]


@pytest.mark.usefixtures("released")
def test_a_shallow_clone_plans_nothing(desk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It would take the next release for the first one."""
    git("commit", "-q", "--allow-empty", "-m", "Another")
    git("clone", "-q", "--depth", "1", f"file://{desk}", str(tmp_path / "shallow"))
    assert run(["-C", str(tmp_path / "shallow"), "release", "plan"]) is ExitCode.COULD_NOT_RUN
    assert "git fetch --unshallow --tags" in capsys.readouterr().err


def _way_back() -> ChecklistItem:
    return next(item for item in checklist_of(Path.cwd(), None, None, None) if item.id == "rollback")


def test_a_way_back_is_a_release_that_holds(released: str, keys: Path) -> None:
    """A ticket goes back to what a runtime would take: signed by whom git knows, and as its manifest says."""
    FAQ.write_text(FAQ.read_text(encoding="utf-8").replace("month", "moon"), encoding="utf-8")
    assert run(["ticket", "new"]) is ExitCode.OK
    assert (_way_back().state, "not checked" in _way_back().evidence) == (ItemState.DONE, True)
    git("config", "gpg.ssh.allowedSignersFile", str(keys / "allowed"))
    assert "signed by an allowed signer" in _way_back().evidence
    git("config", "gpg.ssh.allowedSignersFile", str(keys / "nobody"))
    assert _way_back().state is ItemState.FAILED
    assert "no signature of a signer in" in _way_back().evidence
    git("config", "--unset", "gpg.ssh.allowedSignersFile")
    message = git("tag", "-l", "--format=%(contents:subject)%0a%0a%(contents:body)", released)
    git("commit", "-q", "--allow-empty", "-m", "Another")
    git("tag", "-d", released)
    git("tag", "-a", "--cleanup=verbatim", "-m", message, released)
    assert _way_back().state is ItemState.FAILED
    assert "the manifest names commit" in _way_back().evidence


def test_outputs_of_a_workflow(
    released: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A workflow reads from the step's outputs whether to go on, and from where to judge."""
    edit()
    outputs = tmp_path / "outputs"
    monkeypatch.setenv("GITHUB_OUTPUT", str(outputs))
    run(["release", "plan"])
    lines = outputs.read_text(encoding="utf-8").splitlines()
    found = {name.partition("<<")[0]: value for name, value in zip(lines[::3], lines[1::3], strict=True)}
    assert found["release"] == "true"
    assert found["base"] == git("rev-parse", released + "^{commit}")
    assert found["name"].startswith("release/")
    capsys.readouterr()


def test_second_release(released: str, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release needs a pass about exactly this commit and all that users will meet differently."""
    edit()
    signing = ["--key", str(keys / "releaser")]
    assert run(["release", "tag", *signing]) is ExitCode.USAGE
    report = gate(released)
    said = json.loads(report.read_text(encoding="utf-8"))
    said["verdict"]["state"] = 2
    refused = tmp_path / "refused.json"
    refused.write_text(json.dumps(said), encoding="utf-8")
    assert run(["release", "tag", *signing, "--report", str(refused)]) is ExitCode.NO
    assert "fail, not pass" in capsys.readouterr().err
    passing(report)
    before = Path.cwd()
    edit()
    assert run(["release", "tag", *signing, "--report", str(report)]) is ExitCode.NO
    assert "not about" in capsys.readouterr().err
    git("reset", "-q", "--hard", "HEAD^")
    assert run(["release", "tag", *signing, "--report", str(report)]) is ExitCode.OK
    assert Path.cwd() == before
    capsys.readouterr()
    run(["release", "list", "--format", "json"])
    newest, first = json.loads(capsys.readouterr().out)
    assert newest["changed"] == ["kb_revision"]
    assert first["name"] == released


def test_bundle_is_reproducible(released: str, tmp_path: Path) -> None:
    """Two bundles of a release are the same bytes, and hold what its manifest says."""
    for out in ("one", "two"):
        assert run(["release", "bundle", released, "--out", str(tmp_path / out)]) is ExitCode.OK
    one, two = (next((tmp_path / out).glob("*.tar.gz")) for out in ("one", "two"))
    assert one.read_bytes() == two.read_bytes()
    manifest = json.loads(one.with_name(one.name.replace(".tar.gz", ".json")).read_text(encoding="utf-8"))
    with tarfile.open(one) as archive:
        contents = {member.name: archive.extractfile(member) for member in archive.getmembers()}
        digests = {name: hashlib.sha256(file.read()).hexdigest() for name, file in contents.items() if file}
    assert digests.pop("manifest.json")
    assert digests == manifest["files"]


def test_push_refused(released: str, keys: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A tag the remote does not take is gone here too, so that the next try is not blocked by it."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    edit()
    report = gate(released)
    passing(report)
    signing = ["--key", str(keys / "releaser"), "--report", str(report)]
    hook = remote / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n", encoding="utf-8")
    hook.chmod(0o755)
    assert run(["release", "tag", *signing, "--push", str(remote)]) is ExitCode.COULD_NOT_RUN
    assert git("tag", "--list", "release/*").split() == [released]
    hook.unlink()
    assert run(["release", "tag", *signing, "--push", str(remote)]) is ExitCode.OK
    pushed = subprocess.run(["git", "-C", str(remote), "tag"], check=True, capture_output=True, text=True).stdout
    assert len(pushed.split()) == 1
    capsys.readouterr()


def test_no_key(desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a key that works there is no tag, and the secret is in no message."""
    git("config", "user.name", "test")
    git("config", "user.email", "test@example.com")
    monkeypatch.setenv("SEKISHO_SIGNING_KEY", "-----BEGIN OPENSSH PRIVATE KEY-----\nnot-a-key\n")
    assert run(["release", "tag", "--first"]) is ExitCode.COULD_NOT_RUN
    said = capsys.readouterr().err
    assert "could not be made" in said
    assert "git -c" not in said
    assert "not-a-key" not in said
    assert git("tag") == ""
    assert desk == Path.cwd()
