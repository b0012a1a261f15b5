"""The client of GitHub that a command uses: the process's environment, the real clock, sleep and dice."""

import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from sekisho.adapters.github.access import access_from, team_access
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.waiting import Waiting
from sekisho.adapters.workflow_commands import mask

REAL = Waiting(now=lambda: datetime.now(UTC), sleep=time.sleep, dice=random.random)


def open_client(
    environment: Mapping[str, str],
    token_file: Path | None,
    say: Callable[[str], object] = str,
    waiting: Waiting = REAL,
) -> Client:
    """Return a client for GITHUB_API_URL with GITHUB_TOKEN or the token in a file; `say` is told when it waits.

    A workflow's log shows the token of neither: what comes from a file is no secret that the runner knows.
    Raises GitHubError without a token, and MissingExtraError without the extra `http`.
    """
    access = access_from(environment, token_file)
    mask(access.token)
    return Client(access, replace(waiting, say=say))


def open_team_client(client: Client, environment: Mapping[str, str]) -> Client:
    """Return a client for reading teams: with SEKISHO_TEAM_TOKEN where that is set, else one like `client`."""
    return Client(team_access(client.access, environment), client.waiting)
