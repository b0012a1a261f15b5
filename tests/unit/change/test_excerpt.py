"""Long values cut down to what differs."""

from sekisho.change.excerpt import MOST_LINES, excerpts


def test_every_difference_of_a_long_list_is_kept_with_its_neighbours() -> None:
    """Thirty examples removed here and there are thirty lines, not the text around the first one."""
    before = [f"item {number}" for number in range(100)]
    found = excerpts(before, [item for item in before if not item.endswith("5")], 8000)
    assert found is not None
    for number in range(5, 100, 10):
        assert f'"item {number}"' in found[0]
        assert f'"item {number}"' not in found[1]
    assert '"item 4"\n"item 5"\n"item 6"\n…\n"item 14"' in found[0]
    assert '"item 10"' not in found[0]


def test_texts_have_lines_and_mappings_have_keys() -> None:
    """The lines of both sides are those a reader would compare."""
    assert excerpts("a\nb\nc\nd\ne", "a\nb\nX\nd\ne", 99) == ("…\nb\nc\nd\n…", "…\nb\nX\nd\n…")
    assert excerpts({"k": 1, "same": 2}, {"k": [1], "same": 2}, 99) == ("k: 1\nsame: 2", "k: [1]\nsame: 2")
    assert excerpts(None, True, 99) == ("", "true")


def test_what_is_too_long_is_not_cut_here() -> None:
    """The caller falls back to the text around the first difference."""
    assert excerpts("a" * 100, "b", 99) is None
    assert excerpts("\n" * (MOST_LINES + 1), "b", 99) is None
