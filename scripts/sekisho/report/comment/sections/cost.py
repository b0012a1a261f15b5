"""What the run used: model calls, tokens, price and the time of the calls, on both sides."""

from collections.abc import Iterable, Iterator
from math import isfinite

from sekisho.model.run import CaseResult
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import markdown, markdown_code
from sekisho.report.tables import markdown_table

Used = dict[str, str]


def cost(subject: Subject) -> Iterator[str]:
    """Yield one row a resource that is known of a side, and where the answers came from."""
    report, table = subject.report, subject.words
    if report.candidate is None:
        return
    before, after = used(report.baseline_results), used(report.candidate_results)
    rows = [(table[f"used.{key}"], before[key], after[key]) for key in after if "-" not in (before[key], after[key])]
    models = ", ".join(markdown_code(model) for model in report.candidate.models) or "-"
    answers = named_answers(subject, report.candidate.answers)
    trials = table["n-trials"].format(count=report.candidate.trials)
    grid = markdown_table(("", table["baseline"], table["candidate"]), rows)
    yield f"### {table['cost-of-run']}\n\n{table['answers']}: {answers}; {models}; {trials}\n\n{grid}"


def named_answers(subject: Subject, answers: str) -> str:
    """Return where answers came from in words."""
    known = subject.words.get(f"answers.{answers}")
    return markdown(answers) if known is None else known


def used(results: Iterable[CaseResult]) -> Used:
    """Return what the dialogues of one side used, written; "-" where it is not known of all of them.

    The results are read once.
    """
    dialogues = calls = known = tokens_in = tokens_out = 0
    milliseconds = spent = 0.0
    for result in results:
        dialogues += 1
        tokens_in, tokens_out = tokens_in + result.usage.input_tokens, tokens_out + result.usage.output_tokens
        waits = [call.latency_ms for turn in result.turns for call in turn.calls]
        calls, milliseconds = calls + len(waits), sum(filter(isfinite, waits), milliseconds)
        if result.cost is not None and isfinite(result.cost):
            known, spent = known + 1, spent + result.cost
    return {
        "dialogues": f"{dialogues:,}",
        "calls": f"{calls:,}",
        "input": f"{tokens_in:,}",
        "output": f"{tokens_out:,}",
        "cost": f"{spent:,.4g}" if dialogues and known == dialogues else "-",
        "time": f"{milliseconds / 1000:,.1f} s",
    }
