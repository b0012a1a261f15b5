import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from sekisho.commands.schema import check, generate, write
from sekisho.model.kinds.table import KINDS
from sekisho.model.ref import Kind

ROOT = Path(__file__).parents[3]


def test_every_kind_has_one_row_one_schema_and_one_folder() -> None:
    """The table, the enum and the schemas agree."""
    assert [spec.kind for spec in KINDS] == list(Kind)
    assert {f"{kind}.schema.json" for kind in Kind} <= set(generate())
    assert len({spec.field for spec in KINDS}) == len(KINDS)


@pytest.mark.parametrize("name", sorted(generate()))
def test_every_schema_is_a_schema(name: str) -> None:
    """By the meta-schema of its dialect."""
    Draft202012Validator.check_schema(json.loads(generate()[name]))


def test_the_schemas_of_this_repository_are_up_to_date() -> None:
    """`sekisho schema` was run after the last change of a type."""
    assert check(ROOT) == ()


def test_schemas_are_written_once(tmp_path: Path) -> None:
    """Missing and edited files are written, files of no kind removed; then there is nothing to do."""
    assert write(tmp_path) == tuple(sorted(generate()))
    edited, alien = tmp_path / "schemas/tool.schema.json", tmp_path / "schemas/alien.schema.json"
    edited.write_text("{}")
    alien.write_text("{}")
    assert check(tmp_path) == ("alien.schema.json", "tool.schema.json") == write(tmp_path)
    assert not alien.exists()
    assert check(tmp_path) == ()
