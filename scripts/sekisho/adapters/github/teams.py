"""Who is in the teams that own something; unknown, which is never nobody, where the token may not read it."""

import re
from collections.abc import Iterable, Mapping

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.shapes import User
from sekisho.errors import GitHubError

_TEAM = re.compile(r"@([A-Za-z0-9][A-Za-z0-9-]{0,99})/([A-Za-z0-9_][A-Za-z0-9._-]{0,99})")


def teams(client: Client, owners: Iterable[str]) -> Mapping[str, tuple[str, ...] | None]:
    """Return the members of each team among `owners`, by its name; people and addresses are left out."""
    return {owner: _members(client, found) for owner in dict.fromkeys(owners) if (found := _TEAM.fullmatch(owner))}


def _members(client: Client, team: re.Match[str]) -> tuple[str, ...] | None:
    organisation, slug = team.groups()
    try:
        listed = client.pages(User, f"orgs/{organisation}/teams/{slug}/members")
    except GitHubError as error:
        if error.status in (401, 403, 404):
            return None
        raise
    return tuple(user.login for user in listed)
