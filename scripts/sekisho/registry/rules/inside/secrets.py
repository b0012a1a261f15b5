"""No file holds a secret. A finding names the kind of secret and shows at most its public prefix."""

import re
from collections.abc import Iterator

from sekisho.model.finding import Finding
from sekisho.registry.document import Spot
from sekisho.registry.problem import Problem
from sekisho.text.secrets import find_secrets


def check(path: str, text: str) -> Iterator[Finding]:
    """Yield a finding for every secret in `text`."""
    for name, match in find_secrets(text):
        yield _finding(path, text, name, match)


def _finding(path: str, text: str, name: str, match: re.Match[str]) -> Finding:
    start = match.start()
    shown = f"{match[0][:4]}… ({len(match[0])} characters)"
    problem = Problem("file/secret", (), f"{name} is stored in the file", shown, "no secret; revoke this one")
    line = text.count("\n", 0, start) + 1
    return problem.placed(path, Spot(line, start - (text.rfind("\n", 0, start) + 1) + 1))
