"""release.yml: judged, tagged, packed, attested and published, in this order."""

from typing import Any

KEY = ["-s", "SEKISHO_SIGNING_KEY=key", "-s", "GITHUB_TOKEN=token"]
RELEASE = """
case "$2" in
  plan) printf "release=%s\\nbase=%s\\n" "$RELEASE" "$BASE_OF_GATE" >> "$GITHUB_OUTPUT";;
  tag) test "$SEKISHO_SIGNING_KEY" = key && echo tag=release/2026.11.20.1 >> "$GITHUB_OUTPUT";;
  bundle) test -z "$SEKISHO_SIGNING_KEY" && mkdir -p "$5" && echo bundle > "$5/bundle.tar";;
esac"""


def _push(site: Any, verdict: int = 0, **planned: str) -> Any:
    site.answer("release", RELEASE)
    site.answer("gate", f"mkdir -p gate; touch gate/report.json gate/report.html; exit {verdict}")
    site.program("gh", 'echo "$GITHUB_JOB: gh $*" >> "$TEST_CALLS"; test -n "$GH_TOKEN"')
    return site.run("release", "push", {"ref": "refs/heads/main"}, env=planned, options=KEY)


def test_a_release_is_judged_tagged_packed_attested_and_published(site: Any) -> None:
    """What is published is what was attested, under the tag that was pushed."""
    run = _push(site, RELEASE="true", BASE_OF_GATE="abc")
    commit = site.git("rev-parse", "main")
    assert run.job("release").result == "success"
    assert run.calls == [
        "plan: release plan --format matrix",
        f"release: gate --base abc --head {commit} --out gate",
        "release: gh auth setup-git",
        "release: release tag --report gate/report.json --push origin",
        "release: release bundle release/2026.11.20.1 --out dist",
        "release: gh release create release/2026.11.20.1 dist/bundle.tar gate/report.html --verify-tag"
        " --title release/2026.11.20.1 --notes-from-tag",
    ]
    assert (run.artifacts / "attested").read_text(encoding="utf-8").split()[1] == "dist/bundle.tar"


def test_without_a_verdict_there_is_no_tag(site: Any) -> None:
    """A gate that says no, or cannot tell, ends it."""
    for verdict in (1, 4):
        run = _push(site, verdict, RELEASE="true", BASE_OF_GATE="abc")
        assert run.job("release").result == "failure"
    assert not any("release tag" in call for call in run.calls)


def test_where_users_meet_nothing_else_there_is_no_release(site: Any) -> None:
    """And the very first one is a person's to make."""
    for planned in ({"RELEASE": "false", "BASE_OF_GATE": ""}, {"RELEASE": "true", "BASE_OF_GATE": ""}):
        run = _push(site, **planned)
        assert run.job("plan").result == "success"
        assert "release" not in run.jobs
