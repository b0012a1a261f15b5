from hypothesis import given
from hypothesis import strategies as st

from sekisho.codeowners.parse import parse, unknown_owners

GITHUB_EXAMPLE = "* @a\n\n***/*.rb @monalisa\n\n\n\n*.txt docs@\n"


def test_errors_are_those_of_githubs_endpoint() -> None:
    """Kind, line, column, source, suggestion, message and path, as in the example of its reference."""
    found = [error.model_dump(mode="json") for error in parse(GITHUB_EXAMPLE, ".github/CODEOWNERS").errors]
    assert found == [
        {
            "line": 3,
            "column": 1,
            "kind": "Invalid pattern",
            "source": "***/*.rb @monalisa",
            "suggestion": "Did you mean `**/*.rb`?",
            "message": "Invalid pattern on line 3: Did you mean `**/*.rb`?\n\n  ***/*.rb @monalisa\n  ^",
            "path": ".github/CODEOWNERS",
        },
        {
            "line": 7,
            "column": 7,
            "kind": "Invalid owner",
            "source": "*.txt docs@",
            "suggestion": None,
            "message": "Invalid owner on line 7:\n\n  *.txt docs@\n        ^",
            "path": ".github/CODEOWNERS",
        },
    ]


def test_every_error_of_a_line_is_reported() -> None:
    """A bad pattern and each bad owner, in the order of the line."""
    found = [(error.kind.value, error.column) for error in parse("  !a @ok me you@\n").errors]
    assert found == [("Invalid pattern", 3), ("Invalid owner", 10), ("Invalid owner", 13)]


def test_owners_that_do_not_exist_are_reported_and_their_line_counts() -> None:
    """Users and teams are worded as GitHub words them; names are compared without case."""
    text = "# x\n* @Alice @bob\r\n/a/ @org/Team @org/other # @nobody\n"
    owners = parse(text)
    found = unknown_owners(owners, text, ["@alice", "@ORG/team"])
    assert [(error.line, error.column, error.suggestion) for error in found] == [
        (2, 10, "make sure @bob exists and has write access to the repository"),
        (3, 15, "make sure the team @org/other exists, is publicly visible, and has write access to the repository"),
    ]
    assert found[0].message.endswith("\n\n  * @Alice @bob\n           ^")
    assert [line.owners for line in owners.lines] == [("@Alice", "@bob"), ("@org/Team", "@org/other")]


@given(st.text(st.sampled_from("ab*?/\\ \t#@!.[]\r\n-"), max_size=60), st.text("ab/", min_size=1, max_size=8))
def test_any_text_is_a_file(text: str, path: str) -> None:
    """Nothing that can be written raises; every line counts, or has an error, or says nothing."""
    owners = parse(text)
    numbers = {line.number for line in owners.lines} | {error.line for error in owners.errors}
    said = {n for n, line in enumerate(text.split("\n"), 1) if line.strip(" \t\r") and line.strip(" \t")[0] != "#"}
    assert numbers <= set(range(1, text.count("\n") + 2))
    assert numbers == said
    assert owners.of(path).line in (None, *numbers)
