"""`sekisho merge SHARD... --out FILE`."""

from pathlib import Path

import click

from sekisho.cli.output import note, show


@click.command("merge")
@click.argument("shards", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Run file to write.")
def command(shards: tuple[Path, ...], out: Path) -> None:
    """Make one run of the run files of all its shards.

    The file is the one an undivided run would have written. Shards that are missing, given twice, overlapping or of
    another run are refused.

    \b
    Example:
      sekisho eval --shard 1/2 --out one.jsonl
      sekisho eval --shard 2/2 --out two.jsonl
      sekisho merge one.jsonl two.jsonl --out whole.jsonl
    """
    from sekisho.adapters.run_merge import merge_runs

    merged = merge_runs(shards, out)
    states = ", ".join(f"{count} {state}" for state, count in sorted(merged.states.items()))
    show(f"{merged.header.cases} cases of {', '.join(merged.header.suites)}: {states}")
    note(f"Run file: {out}")
