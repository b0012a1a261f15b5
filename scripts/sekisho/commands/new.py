"""`sekisho new`: a registry file that passes validation from its first line on."""

import re
from importlib.resources import files
from pathlib import Path

from sekisho.errors import UsageError
from sekisho.model.kinds.table import KINDS, KindSpec
from sekisho.model.ref import Kind

UNMADE = frozenset({Kind.RECORDING, Kind.POLICY})
"""Recordings are made by `sekisho record`; a policy is one of six files the shipped registry shows."""


def new(root: Path, kind: Kind, artifact: str) -> Path:
    """Write the skeleton of a new artifact and return its path.

    Raises UsageError for an id that does not fit the kind, a kind that is not made by hand, or a file that exists.
    """
    if kind in UNMADE:
        raise UsageError(f"a {kind} is not started from a skeleton", hint="copy one from registry/policies/")
    spec = next(spec for spec in KINDS if spec.kind is kind)
    relative = _path(spec, artifact)
    path = root / "registry" / relative
    if path.exists():
        raise UsageError(f"registry/{relative} exists already")
    skeleton = files("sekisho.commands").joinpath("skeletons", f"{kind}.yaml").read_text(encoding="utf-8")
    schemas = "/".join([".."] * (relative.count("/") + 1)) + "/schemas"
    path.parent.mkdir(parents=True, exist_ok=True)
    some = {"model": _some(root, "models", "my-model"), "environment": _some(root, "environments", "dev")}
    text = skeleton.format(id=artifact.rsplit("/", maxsplit=1)[-1], schemas=schemas, **some)
    with path.open("x", encoding="utf-8") as file:
        file.write(text)
    return path


def _path(spec: KindSpec, artifact: str) -> str:
    """Put the id into the kind's path pattern; the result must match the pattern again."""
    literal = re.sub(r"\(\?P<id>.*\)(?=\\\.)", lambda _: artifact, spec.pattern).replace("\\.", ".")
    if not re.fullmatch(spec.pattern, literal):
        wanted = {Kind.CHANGE: "CHG-0001", Kind.INCIDENT: "INC-0001", Kind.DOCUMENT: "base/document"}
        example = wanted.get(spec.kind, "lower-case letters, digits, - and _")
        raise UsageError(f"{artifact!r} is no id of a {spec.kind}", hint=f"expected {example}")
    return literal


def _some(root: Path, folder: str, otherwise: str) -> str:
    """The first id of a kind in this registry, so that the new file refers to one that exists."""
    return next((path.stem for path in sorted((root / "registry" / folder).glob("*.yaml"))), otherwise)
