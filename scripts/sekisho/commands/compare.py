"""`sekisho compare`: two run files of the same cases, judged by a gate policy."""

from pathlib import Path

from sekisho.adapters.runs import read_run
from sekisho.commands.cases import gate_policy_of
from sekisho.commands.judging import Judging, with_opinion
from sekisho.commands.source import load
from sekisho.evaluation.catalogue import catalogue_of
from sekisho.evaluation.compare import compare as compare_runs
from sekisho.evaluation.graphs import graphs_of
from sekisho.evaluation.masking import masked
from sekisho.gate.judge import judge
from sekisho.model.verdict import GateReport


def compare(root: Path, baseline: Path, candidate: Path, policy: str | None) -> GateReport:
    """Return the report of two finished runs; there is no plan in it, since no change was looked at.

    Raises SourceError for files that are no runs, and when the revision `policy` has no gate policy.
    """
    registry = load(root, policy).registry
    rules = gate_policy_of(registry)
    runs = read_run(baseline), read_run(candidate)
    comparison = compare_runs(*runs, rules, catalogue_of(registry))
    comparison = with_opinion(comparison, runs, rules, Judging(root, registry))
    return GateReport(
        verdict=judge(None, (), comparison, rules, runs),
        language=rules.language,
        comparison=comparison,
        baseline=runs[0].header,
        candidate=runs[1].header,
        baseline_results=masked(runs[0].results),
        candidate_results=masked(runs[1].results),
        graphs=graphs_of(registry),
    )
