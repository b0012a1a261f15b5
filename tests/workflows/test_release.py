"""release.yml: judged, tagged, packed, attested and published, in this order, by the real commands and a real key."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from sekisho.cli.app import run as sekisho
from sekisho.errors import ExitCode

VISIT = "registry/workflows/visit.yaml"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The key that releases are signed with; beside it who may."""
    folder = tmp_path_factory.mktemp("keys")
    made = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", "releaser", "-f", str(folder / "key")]
    subprocess.run(made, check=True)
    public = (folder / "key.pub").read_text(encoding="utf-8")
    (folder / "allowed").write_text(f"release@example.com {public}", encoding="utf-8")
    return folder / "key"


@pytest.fixture
def released(site: Any, key: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The repository with its first release, which a person makes."""
    for name in ("GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "person@example.com")
    assert sekisho(["-C", str(site.origin), "release", "tag", "--first", "--key", str(key)]) is ExitCode.OK
    return site


def _merge(site: Any, key: Path, files: dict[str, str | None]) -> Any:
    """Let main become a commit with `files`, and run the workflow of that push."""
    site.git("reset", "-q", "--hard", site.branch("merged", files))
    site.github_cli()
    secrets = ["-s", f"SEKISHO_SIGNING_KEY={key.read_text(encoding='utf-8')}", "-s", "GITHUB_TOKEN=token"]
    return site.run("release", "push", {"ref": "refs/heads/main"}, options=secrets)


def test_a_merge_becomes_a_signed_release(released: Any, key: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is published is what was attested, under the tag that was pushed, whose signature holds."""
    (first,) = released.git("tag").splitlines()
    run = _merge(released, key, released.edit(VISIT, "ご予約番号は", "予約番号は"))
    assert run.job("release").result == "success", run.job("release").output
    (tag,) = set(released.git("tag").splitlines()) - {first}
    head, base = released.git("rev-parse", "main"), released.git("rev-parse", f"{first}^{{commit}}")
    stem = tag.replace("/", "-")
    assert run.calls == [
        "plan: release plan",
        f"release: gate --base {base} --head {head} --out gate",
        "release: gh auth setup-git",
        "release: release tag --report gate/report.json --push origin",
        f"release: release bundle {tag} --out dist",
        f"release: gh release create {tag} dist/{stem}.json dist/{stem}.tar.gz gate/report.html --verify-tag"
        f" --title {tag} --notes-from-tag",
    ]
    attested = (run.artifacts / "attested").read_text(encoding="utf-8").split()[1::2]
    assert attested == [f"dist/{stem}.json", f"dist/{stem}.tar.gz"]
    monkeypatch.chdir(released.origin)
    assert sekisho(["release", "verify", tag, "--allowed-signers", str(key.with_name("allowed"))]) is ExitCode.OK


def test_without_a_verdict_there_is_no_tag(released: Any, key: Path) -> None:
    """What got onto main and breaks a dialogue is not released."""
    tags = released.git("tag")
    run = _merge(released, key, released.edit(VISIT, "ご予約が完了しました。", "ありがとうございます。"))
    assert run.job("release").result == "failure"
    assert not any("release tag" in call for call in run.calls)
    assert released.git("tag") == tags


def test_where_users_meet_nothing_else_there_is_no_release(released: Any, key: Path) -> None:
    """A push of words only ends with the plan."""
    run = _merge(released, key, {"README.md": "# Words\n"})
    assert run.job("plan").result == "success"
    assert "release" not in run.jobs


def test_the_first_release_is_a_person_s(site: Any, key: Path) -> None:
    """It has nothing to be compared with, so no machine makes it."""
    run = _merge(site, key, {"README.md": "# Words\n"})
    assert run.job("plan").result == "success"
    assert "release" not in run.jobs
