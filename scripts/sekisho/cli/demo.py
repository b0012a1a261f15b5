"""`sekisho demo`."""

import os

import click

from sekisho.cli import options
from sekisho.cli.output import TerminalProgress, columns, show
from sekisho.errors import ExitCode
from sekisho.model.verdict import VerdictState


@click.command("demo")
def command() -> ExitCode:
    """Watch the gate refuse a harmful edit and pass a good one, in a scratch clone of this repository."""
    from sekisho.commands.demo import EDITS, propose, scratch_clone
    from sekisho.commands.gate import GateOptions, gate
    from sekisho.report.text import gate_text

    scratch = scratch_clone(options.root())
    outcomes = []
    for number, edit in enumerate(EDITS, start=1):
        show(f"\n━━ {number}. {edit.title} ({edit.hope})\n")
        show(_stat(propose(scratch, edit)))
        show("\n$ sekisho gate\n")
        with TerminalProgress() as progress:
            outcome = gate(scratch, GateOptions(out=scratch.parent / f"demo-report-{number}"), progress)
        show(gate_text(outcome.report, width=columns()))
        outcomes.append(outcome)
    show("\n━━ Where to look, and what to try\n")
    for outcome in outcomes:
        show("  " + "  ".join(os.path.relpath(path) for path in outcome.files))
    show(
        "\n  Your own edit:   edit registry/prompts/intent.prompt.yml, then: sekisho gate"
        "\n  With a model:    scripts/bootstrap run local; sekisho model fetch qwen2.5-coder-1.5b-instruct-q4_k_m"
        "\n                   sekisho gate --answers fill"
        "\n  Just talk:       sekisho chat --trace"
    )
    expected = [VerdictState.FAIL, VerdictState.PASS]
    reached = [outcome.report.verdict.state for outcome in outcomes]
    return ExitCode.OK if reached == expected else ExitCode.NO


def _stat(patch: str) -> str:
    """Say which files a patch touches and how many lines it adds and removes."""
    files = [line[6:] for line in patch.splitlines() if line.startswith("+++ b/")]
    added = sum(line.startswith("+") and not line.startswith("+++") for line in patch.splitlines())
    removed = sum(line.startswith("-") and not line.startswith("---") for line in patch.splitlines())
    return f"  {', '.join(files)}  (+{added} -{removed} lines)"
