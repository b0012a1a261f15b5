"""Which files are the registry's; light to import, because it runs before anything is known to have changed."""

import re

FOLDER = "registry"
_BESIDE = re.compile(r"(?:.*/)?(?:README\.md|\.gitkeep|\.gitattributes|CODEOWNERS)")


def in_scope(path: str) -> bool:
    """Say whether a path below `registry/` must be an artifact; a README may stand anywhere."""
    return _BESIDE.fullmatch(path) is None
