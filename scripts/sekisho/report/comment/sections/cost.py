"""What the run used: model calls, tokens, price and the time of the calls, on both sides."""

from collections.abc import Iterator, Sequence
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


def used(results: Sequence[CaseResult]) -> Used:
    """Return what the dialogues of one side used, written; "-" where it is not known of all of them."""
    calls = [call for result in results for turn in result.turns for call in turn.calls]
    costs = [result.cost for result in results]
    seconds = sum(call.latency_ms for call in calls if isfinite(call.latency_ms)) / 1000
    known = [cost for cost in costs if cost is not None and isfinite(cost)]
    return {
        "dialogues": f"{len(results):,}",
        "calls": f"{len(calls):,}",
        "input": f"{sum(result.usage.input_tokens for result in results):,}",
        "output": f"{sum(result.usage.output_tokens for result in results):,}",
        "cost": f"{sum(known):,.4g}" if costs and len(known) == len(costs) else "-",
        "time": f"{seconds:,.1f} s",
    }
