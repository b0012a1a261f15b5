"""Rules across files: from facts to problems, and from problems to findings with lines."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from sekisho.model.facts import FileFacts
from sekisho.model.finding import Finding
from sekisho.registry.document import Spot
from sekisho.registry.parse import parse_yaml
from sekisho.registry.problem import Problem
from sekisho.registry.rules.subject import Joined
from sekisho.registry.rules.table import REGISTRY_RULES


def across(facts: Iterable[FileFacts], today: date | None) -> Mapping[str, list[Problem]]:
    """Return what the rules across files say, by path. `today` (None: unknown) decides what has expired."""
    joined = Joined(tuple(facts), today)
    problems: defaultdict[str, list[Problem]] = defaultdict(list)
    for rule in REGISTRY_RULES:
        for fact, problem in rule(joined):
            problems[fact.path].append(problem)
    return problems


def place(path: str, content: bytes, problems: Iterable[Problem]) -> list[Finding]:
    """Return the problems of one file as findings, by parsing it once more."""
    document, _ = parse_yaml(path, content) if path.endswith((".yaml", ".yml")) else (None, ())
    if document is None:
        return [problem.placed(path, Spot()) for problem in problems]
    return [problem.at(path, document) for problem in problems]
