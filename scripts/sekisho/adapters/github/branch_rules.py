"""What guards a branch: active rulesets, which any token may read, and the older protection, which few may."""

from collections.abc import Iterable
from typing import NamedTuple

from sekisho.adapters.github.client import Client, part
from sekisho.adapters.github.shapes import Anything
from sekisho.errors import GitHubError
from sekisho.model.audit import BranchRules, RequiredCheck, ReviewRule
from sekisho.model.base import Json

NO_PROTECTION = "Branch not protected"
"""What GitHub says beside 404 to a token that may read it; "Not Found" is said to all others."""


class Bypass(NamedTuple):
    """Who need not obey a ruleset; None where the token may not know."""

    actors: tuple[str, ...] | None


def branch_rules(client: Client, path: str, branch: str) -> BranchRules:
    """Return what all sources that can be read ask together. Raises GitHubError where not even rulesets can be read."""
    rules = client.pages(Anything, f"{path}/rules/branches/{part(branch)}")
    rulesets = {rule.at("ruleset_id") for rule in rules}
    bypass = _together(bypass_of(client, path, number) for number in rulesets if isinstance(number, int))
    ours = _of_rulesets(rules, bypass)
    older, readable = _protection(client, path, branch)
    if older is None:
        return ours.model_copy(update={"complete": readable})
    return _joined(ours, _of_protection(older))


def bypass_of(client: Client, path: str, ruleset: int) -> Bypass:
    """Return who may bypass a ruleset; GitHub leaves the list out for those who may not change it."""
    try:
        actors = client.get(Anything, f"{path}/rulesets/{ruleset}").at("bypass_actors")
    except GitHubError as error:
        if error.status in (403, 404):
            return Bypass(None)
        raise
    if not isinstance(actors, list):
        return Bypass(None)
    return Bypass(tuple(f"{actor.get('actor_type')} {actor.get('actor_id') or ''}".strip() for actor in actors))


def _together(all_: Iterable[Bypass]) -> tuple[str, ...] | None:
    found: list[str] = []
    for one in all_:
        if one.actors is None:
            return None
        found += one.actors
    return tuple(found)


def _of_rulesets(rules: Iterable[Anything], bypass: tuple[str, ...] | None) -> BranchRules:
    listed = list(rules)
    types = {rule.at("type") for rule in listed}
    checks = [
        RequiredCheck(name=check["context"], app=check.get("integration_id"))
        for rule in listed
        if rule.at("type") == "required_status_checks"
        for check in _items(rule.at("parameters", "required_status_checks"))
    ]
    reviews = [
        ReviewRule(
            approvals=_count(rule.at("parameters", "required_approving_review_count")),
            code_owners=rule.at("parameters", "require_code_owner_review") is True,
            dismiss_stale=rule.at("parameters", "dismiss_stale_reviews_on_push") is True,
            last_push=rule.at("parameters", "require_last_push_approval") is True,
        )
        for rule in listed
        if rule.at("type") == "pull_request"
    ]
    return BranchRules(
        checks=tuple(checks),
        reviews=tuple(reviews),
        no_force_push="non_fast_forward" in types,
        no_deletion="deletion" in types,
        bypass=bypass,
    )


def _protection(client: Client, path: str, branch: str) -> tuple[Anything | None, bool]:
    """Return the older protection or None, and whether it could be read."""
    try:
        return client.get(Anything, f"{path}/branches/{part(branch)}/protection"), True
    except GitHubError as error:
        if error.status in (403, 404):
            return None, NO_PROTECTION in error.message
        raise


def _of_protection(older: Anything) -> BranchRules:
    reviews = older.at("required_pull_request_reviews")
    return BranchRules(
        checks=tuple(
            RequiredCheck(name=check["context"], app=check.get("app_id"))
            for check in _items(older.at("required_status_checks", "checks"))
        ),
        reviews=() if reviews is None else (_review_rule(older),),
        no_force_push=older.at("allow_force_pushes", "enabled") is False,
        no_deletion=older.at("allow_deletions", "enabled") is False,
        complete=True,
        bypass=tuple(_outside(older)),
    )


def _review_rule(older: Anything) -> ReviewRule:
    where = "required_pull_request_reviews"
    return ReviewRule(
        approvals=_count(older.at(where, "required_approving_review_count")),
        code_owners=older.at(where, "require_code_owner_reviews") is True,
        dismiss_stale=older.at(where, "dismiss_stale_reviews") is True,
        last_push=older.at(where, "require_last_push_approval") is True,
    )


def _outside(older: Anything) -> Iterable[str]:
    if older.at("enforce_admins", "enabled") is not True:
        yield "administrators"
    allowed = older.at("required_pull_request_reviews", "bypass_pull_request_allowances")
    for kind, key in (("users", "login"), ("teams", "slug"), ("apps", "slug")):
        yield from (f"{kind[:-1]} {one.get(key)}" for one in _items(allowed.get(kind) if allowed else None))


def _joined(rulesets: BranchRules, older: BranchRules) -> BranchRules:
    """Return what both ask; whom the older one lets by only counts where it asks what no ruleset does."""
    needed = not (rulesets.checks and rulesets.reviews and rulesets.no_force_push and rulesets.no_deletion)
    bypass = rulesets.bypass
    if needed and bypass is not None and older.bypass is not None:
        bypass = (*bypass, *older.bypass)
    return BranchRules(
        checks=rulesets.checks + older.checks,
        reviews=rulesets.reviews + older.reviews,
        no_force_push=rulesets.no_force_push or older.no_force_push,
        no_deletion=rulesets.no_deletion or older.no_deletion,
        complete=True,
        bypass=bypass,
    )


def _items(value: Json) -> list[Json]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _count(value: Json) -> int:
    return value if isinstance(value, int) and value >= 0 else 0
