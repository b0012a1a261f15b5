"""The policies of one revision by type. What judges a change is read from its base, so that none judges itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from sekisho.adapters.git import SUBMODULE, Repository, open_repository
from sekisho.errors import SourceError
from sekisho.model.base import Json
from sekisho.model.kinds.policy import GatePolicy
from sekisho.registry.parse import parse_yaml
from sekisho.registry.scope import FOLDER

POLICIES = f"{FOLDER}/policies"
LARGEST = (8 << 20) + 1
"""Bytes read of a file: more than any file may have."""

Shape = TypeVar("Shape", bound=BaseModel)


class BasePolicies:
    """The data of every policy that can be read, by its type; each gets its shape when it is asked for."""

    def __init__(self, found: Mapping[str, Json]) -> None:
        self._found = found

    def of(self, type_: str, shape: type[Shape]) -> Shape | None:
        """Return the first policy of a type, or None where the revision has none of the right shape."""
        data: Any = self._found.get(type_)
        try:
            return None if data is None else shape.model_validate(data)
        except ValidationError:
            return None


def gate_policy_here(root: Path) -> GatePolicy | None:
    """Return the gate policy of the commit that is checked out at `root`; None where there is none that can be read.

    For commands that run in a checkout of the default branch and hold no other commit.
    """
    try:
        return policies_of(open_repository(root), "HEAD").of("gate", GatePolicy)
    except SourceError:
        return None


def policies_of(repository: Repository, revision: str) -> BasePolicies:
    """Read the policies of a revision. Raises SourceError when there is no such revision."""
    entries = repository.entries(revision, POLICIES)
    contents = repository.read_many([entry.blob for entry in entries if entry.mode != SUBMODULE], LARGEST)
    documents = (parse_yaml(POLICIES, content) for content in contents)
    read = [document.data for document, findings in documents if document is not None and not findings]
    found: dict[str, Json] = {}
    for data in read:
        if isinstance(data, dict) and isinstance(data.get("type"), str):
            found.setdefault(data["type"], data)
    return BasePolicies(found)
