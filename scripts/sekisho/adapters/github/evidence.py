"""What a decision about a pull request needs from GitHub, collected once and at one moment."""

from collections.abc import Iterable

from sekisho.adapters.github.checks import gate_run
from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import Event
from sekisho.adapters.github.pulls import find_pull
from sekisho.adapters.github.reviews import reviews_of
from sekisho.adapters.github.teams import teams
from sekisho.model.pull import PullEvidence


def collect(
    client: Client, event: Event, owners_to_ask: Iterable[str] = (), *, team_client: Client | None = None
) -> PullEvidence:
    """Return the evidence about the pull request of `event`; `team_client` has a token that may read teams.

    Raises NoPullError when the event leads to no single open pull request, GitHubError when GitHub does not answer.
    """
    pull = find_pull(client, event).required()
    return PullEvidence(
        pull=pull,
        reviews=reviews_of(client, pull.repository, pull.number),
        teams=teams(team_client or client, owners_to_ask),
        gate_conclusion=gate_run(client, pull.repository, pull.head).conclusion,
        collected_at=client.waiting.now(),
    )
