"""What guards the tags of releases: the active tag rulesets whose patterns meet such a tag."""

import re

from sekisho.adapters.github.branch_rules import bypass_of
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import Anything
from sekisho.model.audit import TagRules
from sekisho.model.base import Json

RELEASE = "refs/tags/release/2026.01.31.1"
"""A tag as every release has one; what guards it guards the others."""
_PARTS = re.compile(r"\*\*/|\*\*|\*|\?|\[[^\]]*\]|[^*?\[]+|\[")
_PATTERNS = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]", "[": r"\["}


def tag_rules(client: Client, path: str) -> TagRules:
    """Return what the rulesets that are in force ask together. Raises GitHubError where they cannot be read."""
    listed = client.pages(Anything, f"{path}/rulesets", targets="tag", includes_parents="true")
    types: set[str] = set()
    bypass: tuple[str, ...] | None = ()
    for ruleset in listed:
        number = ruleset.at("id")
        if ruleset.at("enforcement") != "active" or ruleset.at("target") != "tag" or not isinstance(number, int):
            continue
        detail = client.get(Anything, f"{path}/rulesets/{number}")
        if not meets(detail.at("conditions", "ref_name"), RELEASE):
            continue
        types |= {str(rule.get("type")) for rule in detail.at("rules") or () if isinstance(rule, dict)}
        actors = bypass_of(client, path, number).actors
        bypass = None if bypass is None or actors is None else bypass + actors
    return TagRules(no_deletion="deletion" in types, no_update="update" in types, bypass=bypass)


def meets(condition: Json, ref: str) -> bool:
    """Whether a ruleset's `ref_name` condition is about `ref`: one pattern takes it in and none takes it out."""
    if not isinstance(condition, dict):
        return False
    included = any(_matches(pattern, ref) for pattern in condition.get("include") or ())
    return included and not any(_matches(pattern, ref) for pattern in condition.get("exclude") or ())


def _matches(pattern: str, ref: str) -> bool:
    """GitHub's patterns are Ruby's File.fnmatch with FNM_PATHNAME: a star does not cross a slash, `**/` does."""
    if pattern == "~ALL":
        return True
    parts = (_PATTERNS.get(part, part if part.startswith("[") else re.escape(part)) for part in _PARTS.findall(pattern))
    try:
        return re.fullmatch("".join(parts), ref) is not None
    except re.error:
        return False
