"""Patterns against the documented rules said a second time, as plainly as possible: every choice is tried."""

import time
from functools import cache

import pytest
from codeowners import CodeOwners as Peer
from hypothesis import given
from hypothesis import strategies as st

from sekisho.codeowners.pattern import LONGEST_PATH, Pattern, problem

Words = tuple[tuple[str, ...], ...]
STARS: Words = (("*",), ("*",))
SLASH = ("/",)

segments = st.one_of(st.just("**"), st.text("ab*?", min_size=1, max_size=5), st.sampled_from(["\\*", "a\\?", "\\\\"]))
patterns = st.builds(
    lambda start, middle, end: start + "/".join(middle) + end,
    st.sampled_from(["", "/"]),
    st.lists(segments, min_size=1, max_size=5),
    st.sampled_from(["", "/"]),
).filter(lambda pattern: problem(pattern) is None)
paths = st.lists(st.text("ab*?\\", min_size=1, max_size=4), min_size=1, max_size=6).map("/".join)


def _oracle(pattern: str, path: str) -> bool:
    words = _words(pattern)
    anchored = SLASH in words[:-1]
    folder = words[-1] == SLASH
    wanted = _split(words)
    if not anchored:
        wanted = (STARS, *wanted)
    names = tuple(path.split("/"))
    if anchored and not folder and wanted[-1] == (("*",),):
        return _whole(wanted, names)
    return any(_whole(wanted, names[:end]) for end in range(1, len(names) + (0 if folder else 1)))


def _words(pattern: str) -> Words:
    """Wildcards and slashes have one part, literal characters two."""
    found: list[tuple[str, ...]] = []
    characters = iter(pattern)
    for character in characters:
        literal = character == "\\"
        spoken = next(characters) if literal else character
        found.append((spoken,) if spoken == "/" or (spoken in "*?" and not literal) else (spoken, "literal"))
    return tuple(found)


def _split(words: Words) -> tuple[Words, ...]:
    parts: list[list[tuple[str, ...]]] = [[]]
    for word in words:
        if word == SLASH:
            parts.append([])
        else:
            parts[-1].append(word)
    return tuple(tuple(part) for part in parts if part)


@cache
def _whole(wanted: tuple[Words, ...], names: tuple[str, ...]) -> bool:
    if not wanted:
        return not names
    head, rest = wanted[0], wanted[1:]
    if head == STARS:
        return any(_whole(rest, names[skip:]) for skip in range(len(names) + 1)) if rest else bool(names)
    return bool(names) and _name(head, names[0]) and _whole(rest, names[1:])


@cache
def _name(segment: Words, name: str) -> bool:
    if not segment:
        return not name
    head, rest = segment[0], segment[1:]
    if head == ("*",):
        return any(_name(rest, name[skip:]) for skip in range(len(name) + 1))
    return bool(name) and (head == ("?",) or head[0] == name[0]) and _name(rest, name[1:])


@given(patterns, paths)
def test_a_pattern_matches_as_the_rules_say(pattern: str, path: str) -> None:
    """The expression decides as trying every choice of every wildcard does."""
    assert Pattern(pattern).matches(path) is _oracle(pattern, path)


@given(patterns, paths)
def test_a_pattern_matches_as_the_peer_says(pattern: str, path: str) -> None:
    """PyPI `codeowners` gives the same answer for every pattern GitHub takes."""
    assert Pattern(pattern).matches(path) is (Peer(f"{pattern} @a").matching_line(path)[1] is not None)


@given(patterns, paths)
def test_what_is_known_of_a_pattern_holds_for_its_matches(pattern: str, path: str) -> None:
    """Every match begins with the first segment and lies at or below the literal start."""
    known = Pattern(pattern)
    if known.matches(path):
        assert known.first in (None, path.split("/", maxsplit=1)[0])
        assert not known.literal or path == known.literal or path.startswith(known.literal + "/")


@pytest.mark.parametrize(
    ("pattern", "suggestion"),
    [
        ("***/*.rb", "Did you mean `**/*.rb`?"),
        ("a/****/b", "Did you mean `a/**/b`?"),
        ("/", "The pattern `/` will never match anything, did you mean `*` instead?"),
        ("*.[ch]", "both `[` and `]` must be escaped with a `\\`"),
        ("a]", "both `[` and `]` must be escaped with a `\\`"),
        ("a\\\\[b\\]", "both `[` and `]` must be escaped with a `\\`"),
        ("!a", None),
        ("\\#a", None),
        ("a\\", None),
        ("a\\\\\\", None),
    ],
)
def test_a_pattern_that_github_refuses(pattern: str, suggestion: str | None) -> None:
    """What does not work in CODEOWNERS is refused, with GitHub's suggestion where it has one."""
    refused = problem(pattern)
    assert refused is not None
    assert refused.suggestion == suggestion


@pytest.mark.parametrize("pattern", ["a!", "\\!a", "a#", "\\[a\\]", "a\\\\", "\\*\\*\\*", "\\***", "**", "//", "\\\\"])
def test_a_pattern_that_github_takes(pattern: str) -> None:
    """Escapes, and characters that mean something elsewhere only."""
    assert problem(pattern) is None


HOSTILE = {
    "stars": "*a" * 2000 + "b",
    "folders": "**/a/" * 2000 + "b",
    "both": "**/*a*a*a/" * 500 + "b",
    "questions": "*?" * 2000,
    "bare stars": "/".join(["a*"] * 1000) + "/b",
}
LONG = {"one": "a" * 4000, "deep": "a/" * 2000 + "c", "wide": ("a" * 40 + "/") * 95 + "c"}


@pytest.mark.parametrize("path", LONG)
@pytest.mark.parametrize("pattern", HOSTILE)
def test_a_hostile_pattern_costs_no_time(pattern: str, path: str) -> None:
    """Thousands of wildcards against the longest paths: far under a second, where choices made twice take years."""
    known = Pattern(HOSTILE[pattern])
    start = time.perf_counter()
    known.matches(LONG[path])
    assert time.perf_counter() - start < 1


def test_a_pattern_longer_than_any_path_matches_nothing() -> None:
    """It is not even compiled, however long it is."""
    start = time.perf_counter()
    assert not Pattern("a" * 3_000_000).matches("a" * LONGEST_PATH)
    assert time.perf_counter() - start < 1
    assert Pattern("*" + "a" * LONGEST_PATH).matches("a" * LONGEST_PATH)
