import json
from pathlib import Path

import pytest

from sekisho.adapters.handed_over import KINDS, bounded, read
from sekisho.errors import SourceError
from sekisho.model.base import Frozen
from sekisho.model.decision import Decision, DecisionState
from sekisho.serialize import pretty_json

DECISION = Decision(state=DecisionState.GO, reasons=())


def written(folder: Path, **changes: object) -> Path:
    """Write a decision with some fields changed."""
    path = folder / "decision.json"
    path.write_text(json.dumps(json.loads(pretty_json(DECISION)) | changes), encoding="utf-8")
    return path


def test_a_value_comes_back_as_it_was_written(tmp_path: Path) -> None:
    """Through a link, too: whoever names a link means the file."""
    link = tmp_path / "link.json"
    link.symlink_to(written(tmp_path))
    assert read(link, Decision) == DECISION


@pytest.mark.parametrize("shape", KINDS)
def test_what_is_none_is_refused_with_the_way_to_get_one(shape: type[Frozen], tmp_path: Path) -> None:
    """An empty file, another value, and no file: each names the file and the command."""
    path = tmp_path / "x.json"
    for text in (None, "", "[]", '{"surprise": 1}', "{"):
        if text is not None:
            path.write_text(text, encoding="utf-8")
        with pytest.raises(SourceError, match=r"x\.json") as raised:
            read(path, shape)
        assert raised.value.hint == KINDS[shape].hint
        assert ": : " not in raised.value.message


def test_another_format_is_not_read(tmp_path: Path) -> None:
    """A field may mean something else there, even where it has the same name."""
    with pytest.raises(SourceError, match=r"of the format 'sekisho-decision/9', this version reads"):
        read(written(tmp_path, format="sekisho-decision/9"), Decision)


def test_a_message_about_a_file_of_others_is_one_line(tmp_path: Path) -> None:
    """A key is the file's own words, and the runner of a workflow reads what is printed."""
    with pytest.raises(SourceError) as raised:
        read(written(tmp_path, **{"x\n::add-mask::y ##[group]": 1}), Decision)
    assert "\n" not in raised.value.message
    assert "##[" not in raised.value.message


def test_no_more_than_the_bound_is_read(tmp_path: Path) -> None:
    """A file may be as large as the bound, and not one byte larger."""
    path = tmp_path / "x"
    path.write_bytes(b"12345")
    assert bounded(path, 5) == b"12345"
    with pytest.raises(SourceError, match="larger than 4 bytes"):
        bounded(path, 4)
