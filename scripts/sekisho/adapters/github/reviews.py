"""Everything that was said in reviews of a pull request, in the order it was said."""

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.pulls import GHOST
from sekisho.adapters.github.shapes import Review as Listed
from sekisho.errors import GitHubError
from sekisho.model.pull import Review, ReviewState

_STATES = {state.value: state for state in ReviewState}


def reviews_of(client: Client, repository: str, number: int) -> tuple[Review, ...]:
    """Return the submitted reviews, oldest first. Raises GitHubError for an unknown state: it could be a refusal."""
    listed = client.pages(Listed, f"repos/{repository}/pulls/{number}/reviews")
    return tuple(review for review in map(_review, listed) if review is not None)


def _review(listed: Listed) -> Review | None:
    state = _STATES.get(listed.state.lower())
    if state is None:
        raise GitHubError(f"GitHub: a review has the unknown state {listed.state[:40]!r}")
    if state is ReviewState.PENDING or listed.submitted_at is None:
        return None
    login = listed.user.login if listed.user else GHOST
    return Review.model_validate(
        {"user": login, "state": state, "commit": listed.commit_id or "", "at": listed.submitted_at}
    )
