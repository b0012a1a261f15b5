import pytest
from pydantic import ValidationError

from sekisho.report.comment import CommentLinks

HEAD = "c" * 40
LINKS = CommentLinks(repository="https://github.com/o/r", commit=HEAD, run="https://github.com/o/r/actions/runs/7")


def test_a_file_leads_to_its_line_in_the_judged_commit() -> None:
    """Every character that means something in an address or in Markdown is encoded."""
    place = f"https://github.com/o/r/blob/{HEAD}"
    assert LINKS.file("a/b.yml", 3) == f"[`a/b.yml:3`]({place}/a/b.yml#L3)"
    assert LINKS.file("a b)(?#[].yml") == f"[`a b)(?#[].yml`]({place}/a%20b%29%28%3F%23%5B%5D.yml)"
    assert LINKS.file("プ") == f"[`プ`]({place}/%E3%83%97)"


@pytest.mark.parametrize("path", ["../../evil/r", "a/../b", "/a", "a//b", "./a", "", "x" * 501])
def test_a_path_that_leads_elsewhere_is_no_link(path: str) -> None:
    """Dots and empty parts could leave the repository's page."""
    assert "](" not in LINKS.file(path)


def test_without_known_parts_everything_is_text() -> None:
    """No repository or no commit, no link."""
    assert CommentLinks().file("a", 2) == "`a:2`"
    assert CommentLinks(repository="https://github.com/o/r").file("a") == "`a`"
    assert CommentLinks().revision(HEAD) == "`cccccccccccc`"
    assert CommentLinks().evidence("https://github.com/o/r/x", "open") == ""


def test_only_commits_are_linked_as_revisions() -> None:
    """The working tree has no page."""
    assert LINKS.revision(HEAD) == f"[`cccccccccccc`](https://github.com/o/r/commit/{HEAD})"
    assert LINKS.revision("working tree") == "`working tree`"


@pytest.mark.parametrize(
    ("link", "kept"),
    [
        ("https://github.com/o/r/actions/runs/7/job/1#step:2:3", True),
        ("https://github.com/o/r", False),
        ("https://github.com/o/r.evil/x", False),
        ("https://github.com/o/r/../../evil", False),
        ("https://github.com/o/r/x) [y](z", False),
        ("http://github.com/o/r/x", False),
        ("javascript:alert(1)", False),
        ("https://github.com/o/r/" + "x" * 500, False),
    ],
)
def test_evidence_leads_into_this_repository_or_nowhere(link: str, kept: bool) -> None:
    """A link that came with the evidence is followed only where it begins with a part of ours."""
    assert LINKS.evidence(link, "open") == (f"[open]({link})" if kept else "")


@pytest.mark.parametrize(
    "given",
    [
        {"repository": "http://github.com/o/r"},
        {"repository": "https://github.com/o/r)"},
        {"repository": "https://user@github.com/o"},
        {"repository": "https://github.com/o/r?x=1"},
        {"repository": "https://github.com/o/r\n"},
        {"commit": "main"},
        {"run": "javascript:x"},
        {"report": "//evil.example"},
    ],
)
def test_parts_that_are_no_addresses_are_refused(given: dict[str, str]) -> None:
    """The caller knows them, so another shape is a mistake of the caller."""
    with pytest.raises(ValidationError):
        CommentLinks(**given)
