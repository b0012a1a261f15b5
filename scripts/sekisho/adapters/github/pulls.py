"""Which pull request an event is about: by what GitHub says of the event, never by anything a run has left behind.

A run of a fork's branch names no pull request in its event. It is then the one open pull request whose branch, whose
repository and whose head commit are the run's; none or several is an answer of its own.
"""

from enum import StrEnum

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.event import Event, EventName, Run
from sekisho.adapters.github.shapes import Pull, Shape
from sekisho.errors import GitHubError, NoPullError
from sekisho.model.pull import PullRequest

OF_PULLS = frozenset({"pull_request", "pull_request_review"})
GHOST = "ghost"
"""GitHub's own name for an account that is gone."""


class NoPull(StrEnum):
    """Why there is no pull request to talk to."""

    NOT_ABOUT_ONE = "the event is not about a pull request"
    NONE = "no open pull request has this commit as its head"
    SEVERAL = "several open pull requests have this commit as their head"
    CLOSED = "the pull request is closed"
    OUTDATED = "the pull request has a newer head commit"
    HEAD_GONE = "the repository of the branch is gone"


class Found(Shape):
    """A pull request, or why there is none."""

    pull: PullRequest | None = None
    why: NoPull | None = None

    def required(self) -> PullRequest:
        """Return the pull request. Raises NoPullError with the reason why there is none."""
        if self.pull is None:
            raise NoPullError(str(self.why))
        return self.pull


def find_pull(client: Client, event: Event) -> Found:
    """Return the open pull request whose head is the event's commit. Raises GitHubError where GitHub does not say."""
    if event.number is not None:
        return _current(client, event, event.number)
    if event.name is not EventName.WORKFLOW_RUN or event.run is None or event.run.event not in OF_PULLS:
        return Found(why=NoPull.NOT_ABOUT_ONE)
    run = event.run
    numbers = {pull.number for pull in run.pull_requests if pull.base.repo.id == event.repository.id}
    if run.head_repository is not None and run.head_repository.id == event.repository.id and numbers:
        return _one_of(client, event, numbers)
    return _by_branch(client, event, run)


def _one_of(client: Client, event: Event, numbers: set[int]) -> Found:
    """A branch may have been offered to several branches, and some of these offers be closed since."""
    answers = [_current(client, event, number) for number in sorted(numbers)]
    open_ones = [answer for answer in answers if answer.pull is not None]
    if len(open_ones) > 1:
        return Found(why=NoPull.SEVERAL)
    return open_ones[0] if open_ones else answers[0]


def _current(client: Client, event: Event, number: int) -> Found:
    pull = client.get(Pull, f"repos/{event.repository.full_name}/pulls/{number}")
    if pull.state != "open":
        return Found(why=NoPull.CLOSED)
    if pull.head.sha != event.head:
        return Found(why=NoPull.OUTDATED)
    return Found(pull=_value(event.repository.full_name, pull))


def _by_branch(client: Client, event: Event, run: Run) -> Found:
    where, branch = run.head_repository, run.head_branch
    if where is None or where.owner is None or not branch:
        return Found(why=NoPull.HEAD_GONE)
    listed = client.pages(
        Pull, f"repos/{event.repository.full_name}/pulls", state="open", head=f"{where.owner.login}:{branch}"
    )
    same = [pull for pull in listed if pull.head.repo and pull.head.repo.id == where.id and pull.head.ref == branch]
    at_head = [pull for pull in same if pull.head.sha == event.head]
    if len(at_head) > 1:
        return Found(why=NoPull.SEVERAL)
    if not at_head:
        return Found(why=NoPull.OUTDATED if same else NoPull.NONE)
    return Found(pull=_value(event.repository.full_name, at_head[0]))


def _value(repository: str, pull: Pull) -> PullRequest:
    if pull.head.repo is None:
        raise GitHubError(f"pull request {pull.number}: {NoPull.HEAD_GONE}")
    return PullRequest(
        repository=repository,
        number=pull.number,
        title=pull.title,
        author=pull.user.login if pull.user else GHOST,
        head=pull.head.sha,
        base=pull.base.sha,
        head_ref=pull.head.ref,
        base_ref=pull.base.ref,
        head_repository=pull.head.repo.full_name,
        url=pull.html_url,
        draft=pull.draft,
    )
