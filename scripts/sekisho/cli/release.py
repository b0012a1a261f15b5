"""`sekisho release plan|tag|verify|bundle|list`."""

import os
from datetime import UTC, datetime
from pathlib import Path

import click

from sekisho.cli import options
from sekisho.cli.output import columns, note, show, show_json
from sekisho.errors import ExitCode

SIGNING_KEY = "SEKISHO_SIGNING_KEY"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.group("release")
def command() -> None:
    """Plan, sign, verify and pack releases.

    \b
    Examples:
      sekisho release plan
      sekisho release tag --report .sekisho/gate/report.json --key ~/.ssh/id_ed25519 --push origin
      sekisho release verify release/2026.11.20.1 --allowed-signers allowed_signers
    """


@command.command("plan")
@click.option("--commit", default="HEAD", show_default=True, metavar="REV", help="The commit to release.")
@options.output_format
def plan(commit: str, format_: str) -> None:
    """Say whether a commit needs a release, and from where a gate must measure it. Changes nothing.

    In a workflow `release` (true or false), `base` and `name` become outputs of the step.

    \b
    Examples:
      sekisho release plan
      sekisho release plan --commit main --format json
    """
    from sekisho.adapters.workflow_commands import set_outputs
    from sekisho.commands.release import plan_release
    from sekisho.report.release import release_plan_text

    planned = plan_release(options.root(), commit, datetime.now(UTC))
    set_outputs({"release": "true" if planned.needed else "false", "base": planned.base, "name": planned.name})
    show_json(planned) if format_ == "json" else show(release_plan_text(planned, width=columns()))


@command.command("tag")
@click.option("--commit", default="HEAD", show_default=True, metavar="REV", help="The commit to release.")
@click.option("--report", type=FILE, help="The gate's report.json about it. It must be a pass.")
@click.option("--first", is_flag=True, help="Make the first release, which has nothing to be compared with.")
@click.option(
    "--key", metavar="FILE", help=f"SSH key to sign with. Default: ${SIGNING_KEY} (the key itself), or git's."
)
@click.option("--push", metavar="REMOTE", help="Push the tag; it is removed again if the remote does not take it.")
@options.output_format
def tag(format_: str, **chosen: str | bool | Path | None) -> None:
    """Make the signed tag of a release. Its message is the manifest: revisions, file digests, tickets, verdict.

    In a workflow `tag` becomes an output of the step.

    \b
    Examples:
      sekisho release tag --first
      sekisho release tag --report .sekisho/gate/report.json --push origin
    """
    from sekisho.adapters.workflow_commands import set_outputs
    from sekisho.commands.release import TagOptions, tag_release
    from sekisho.report.release import manifest_text

    secret = None if chosen["key"] else os.environ.get(SIGNING_KEY) or None
    made = tag_release(options.root(), TagOptions.model_validate({"key_text": secret} | chosen), datetime.now(UTC))
    set_outputs({"tag": made.name})
    show_json(made) if format_ == "json" else show(manifest_text(made, width=columns()))


@command.command("verify")
@click.argument("name")
@click.option("--allowed-signers", required=True, type=FILE, help="Whose signatures count (ssh-keygen's format).")
@options.output_format
def verify(name: str, allowed_signers: Path, format_: str) -> ExitCode:
    """Hold a release against its signature and its manifest. Exit code 1 when anything differs.

    \b
    Example:
      sekisho release verify release/2026.11.20.1 --allowed-signers allowed_signers
    """
    from sekisho.commands.release_proof import verify_release
    from sekisho.report.release import proof_text

    proof = verify_release(options.root(), name, allowed_signers)
    show_json(proof) if format_ == "json" else show(proof_text(proof, width=columns()))
    return ExitCode.OK if proof.holds else ExitCode.NO


@command.command("bundle")
@click.argument("name")
@click.option("--out", default="dist", show_default=True, type=click.Path(file_okay=False, path_type=Path))
def bundle(name: str, out: Path) -> None:
    """Pack a release's files into one archive, its manifest beside it. The same release gives the same bytes.

    \b
    Example:
      sekisho release bundle release/2026.11.20.1 --out dist
    """
    from sekisho.commands.release_proof import bundle_release

    for path in bundle_release(options.root(), name, out):
        show(str(path))
    note("The archive holds what users meet: models, prompts, workflows, tools, configs and knowledge.")


@command.command("list")
@options.output_format
def listed(format_: str) -> None:
    """List the releases of this repository, the newest first.

    \b
    Example:
      sekisho release list
    """
    from sekisho.commands.release_proof import list_releases
    from sekisho.report.release import releases_text

    lines = list_releases(options.root())
    show_json(lines) if format_ == "json" else show(releases_text(lines, width=columns()))
