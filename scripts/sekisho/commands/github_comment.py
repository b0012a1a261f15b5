"""`sekisho github comment`: the one comment of a pull request says what the gate found, and who must still approve."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.comments import SETTLE_S, Outcome, Sticky, identity, keep_one
from sekisho.adapters.github.event import read_event
from sekisho.adapters.github.pulls import NoPull, find_pull
from sekisho.commands.base_policies import gate_policy_here
from sekisho.commands.github_gathered import Gathered, gather
from sekisho.errors import ExitCode
from sekisho.model.base import Language
from sekisho.report.comment import CommentLinks, gate_comment
from sekisho.report.no_report import no_report_markdown
from sekisho.text.comment_marks import stamped
from sekisho.text.one_line import one_line


class CommentOptions(NamedTuple):
    """What the command line says. Without `report` it is fetched; without `author` the token is asked who it is.

    `root` is the checkout whose gate policy says in which language to say that there is no report.
    """

    event: Path
    report: Path | None = None
    decision: Path | None = None
    author: str | None = None
    dry_run: bool = False
    settle_s: float = SETTLE_S
    root: Path = Path()


class Said(NamedTuple):
    """One line about what was done, the comment where it was only shown, and the exit code."""

    line: str
    preview: str = ""
    code: ExitCode = ExitCode.OK


def comment(client: Client, options: CommentOptions, environment: Mapping[str, str]) -> Said:
    """Post or change the comment about the event's commit, or say why there is none to write.

    Raises GitHubError when GitHub does not answer or refuses.
    """
    event = read_event(options.event)
    found = find_pull(client, event)
    if found.pull is None:
        code = ExitCode.INCONCLUSIVE if found.why is NoPull.SEVERAL else ExitCode.OK
        return Said(f"no comment: {found.why}", code=code)
    gathered = gather(client, event, options.report, options.decision, environment)
    body = comment_body(gathered, options.root)
    if options.dry_run:
        return Said(f"would comment on pull request {found.pull.number}", body)
    author = options.author or identity(client)
    place = Sticky(found.pull.repository, found.pull.number, author)
    written = keep_one(client, place, body, settle_s=options.settle_s)
    if written.outcome is Outcome.OUTDATED:
        return Said(f"no comment: a newer run has commented already: {one_line(written.url)}")
    return Said(f"comment {written.outcome}: {one_line(written.url)}")


def comment_body(gathered: Gathered, root: Path) -> str:
    """Return the comment with its marks."""
    if gathered.report is not None:
        return stamped(gate_comment(gathered.report, gathered.decision, links=_links(gathered)), gathered.order)
    policy = gate_policy_here(root)
    language = policy.language if policy else Language.EN
    text = no_report_markdown(gathered.trouble, gathered.event.head, gathered.run.url, language)
    return stamped(text, gathered.order)


def _links(gathered: Gathered) -> CommentLinks:
    """Links into the repository and the gate's run, as far as GitHub names them in a form that can be trusted."""
    run, name = gathered.run.url, gathered.event.repository.full_name
    server, found, _ = run.partition(f"/{name}/")
    repository = f"{server}/{name}" if found else ""
    try:
        return CommentLinks(repository=repository, commit=gathered.event.head, run=run)
    except ValidationError:
        return CommentLinks()
