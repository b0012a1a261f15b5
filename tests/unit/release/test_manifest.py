from datetime import UTC, datetime

import pytest

from sekisho.model.release import Manifest, ReleaseVerdict, Revision
from sekisho.release.manifest import changed, checks, manifest_of, message

MANIFEST = Manifest(
    name="release/2026.11.20.1",
    previous="release/2026.11.19.2",
    commit="c" * 40,
    created=datetime(2026, 11, 20, 10, tzinfo=UTC),
    revisions=dict.fromkeys(Revision, "a" * 40),
    files={"registry/prompts/intent.prompt.yml": "1" * 64},
    tickets=("CHG-0004",),
    verdict=ReleaseVerdict(report_sha256="2" * 64, base="b" * 40),
)


def test_message_round_trip() -> None:
    """The manifest comes back from the tag's message, also with git's signature below it."""
    text = message(MANIFEST) + "-----BEGIN SSH SIGNATURE-----\nU1NIU0lH\n-----END SSH SIGNATURE-----\n"
    assert manifest_of(text) == MANIFEST
    assert text.startswith("release/2026.11.20.1 (CHG-0004)\n\n{")


@pytest.mark.parametrize("text", ["", "words only", "a title\n\n{}", 'a title\n\n{"format": 1}', "a title\n\n[1, 2"])
def test_what_is_no_manifest(text: str) -> None:
    """A tag somebody else made is no release, and no crash."""
    assert manifest_of(text) is None


def test_changed() -> None:
    """Only the revisions that differ are named; a folder that is missing on both sides is no difference."""
    before = {Revision.PROMPT: "1", Revision.MODEL: "2", Revision.TOOL: ""}
    assert changed(before, {Revision.PROMPT: "3", Revision.MODEL: "2"}) == (Revision.PROMPT,)


@pytest.mark.parametrize(
    ("update", "broken"),
    [
        ({}, []),
        ({"name": "release/2026.11.20.2"}, ["name"]),
        ({"commit": "d" * 40}, ["commit"]),
        ({"revisions": {**MANIFEST.revisions, Revision.KNOWLEDGE: "f" * 40}}, ["revisions"]),
        ({"files": {"registry/prompts/intent.prompt.yml": "9" * 64}}, ["files"]),
        ({"files": {**MANIFEST.files, "registry/prompts/more.prompt.yml": "9" * 64}}, ["files"]),
        ({"files": {}}, ["files"]),
    ],
)
def test_checks(update: dict[str, object], broken: list[str]) -> None:
    """Each thing a manifest says is held against the commit by itself."""
    actual = MANIFEST.model_copy(update=update)
    assert [check.id for check in checks(MANIFEST, actual) if not check.holds] == broken


def test_a_release_of_nothing_does_not_hold() -> None:
    """A manifest without files agrees with a commit without files, and is still no release."""
    empty = MANIFEST.model_copy(update={"files": {}})
    assert [check.id for check in checks(empty, empty) if not check.holds] == ["files"]
