"""Laws of recordings files."""

from hypothesis import given
from hypothesis import strategies as st

from sekisho.adapters.answers import load_recordings, merge_recordings, prune, write_recordings
from sekisho.model.completion import ModelAnswer, Recording, Usage

ANSWERS = st.builds(
    ModelAnswer,
    text=st.text() | st.text(alphabet='\x85\u2028\u2029\n"\\u8'),
    object=st.none() | st.dictionaries(st.text(max_size=5), st.integers() | st.text(max_size=5), max_size=3),
    usage=st.builds(Usage, input_tokens=st.integers(0, 999), output_tokens=st.integers(0, 999)),
    model=st.just("m"),
    latency_ms=st.floats(0, 1e6),
)
RECORDINGS = st.builds(
    Recording,
    key=st.sampled_from("abcdef").map(lambda digit: digit * 64),
    prompt=st.sampled_from(["ask", "greet"]),
    input=st.text(max_size=20),
    engine=st.just("fake 1"),
    answer=ANSWERS,
)
MANY = st.lists(RECORDINGS, max_size=8)


@given(MANY)
def test_what_is_written_is_loaded(recordings: list[Recording]) -> None:
    """Loading a written file gives, for each key, the answer that came last, whatever its text."""
    expected = {recording.key: recording.answer for recording in recordings}
    text = write_recordings(recordings)
    assert load_recordings(text.split("\n")) == load_recordings(text.splitlines()) == expected


@given(MANY, MANY)
def test_merging_again_changes_nothing(old: list[Recording], new: list[Recording]) -> None:
    """Merging is idempotent, and merging nothing is the identity on a written file."""
    merged = merge_recordings(write_recordings(old), new)
    assert merge_recordings(merged, new) == merged == merge_recordings(merged, [])


@given(MANY, st.sets(st.sampled_from("abcdef").map(lambda digit: digit * 64)))
def test_pruning_keeps_lines_as_they_are(recordings: list[Recording], used: set[str]) -> None:
    """Pruning only drops lines, so a git diff of it has no additions; pruning again changes nothing."""
    text = write_recordings(recordings)
    kept = prune(text, used)
    assert set(kept.split("\n")) <= set(text.split("\n"))
    assert load_recordings(kept.split("\n")).keys() == load_recordings(text.split("\n")).keys() & used
    assert prune(kept, used) == kept
