"""Which cases are run, and what they are judged by."""

from collections.abc import Sequence

from sekisho.change.plan import select
from sekisho.commands.source import Loaded
from sekisho.errors import SourceError, UsageError
from sekisho.evaluation.matchers.criteria import Criteria
from sekisho.evaluation.settings import RunSettings
from sekisho.model.change import PlannedSuite
from sekisho.model.kinds.case import CaseBase
from sekisho.model.kinds.policy import ChangeMatrix, GatePolicy, SafetyPolicy
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry


def all_cases(registry: Registry) -> dict[str, CaseBase]:
    """Return every golden case and scenario by `golden/<id>` or `scenario/<id>`."""
    golden: dict[str, CaseBase] = {f"{Kind.GOLDEN}/{name}": case for name, case in registry.golden.items()}
    return golden | {f"{Kind.SCENARIO}/{name}": case for name, case in registry.scenarios.items()}


def suites_named(loaded: Loaded, names: Sequence[str]) -> tuple[PlannedSuite, ...]:
    """Return suites of the registry's own matrix. Raises UsageError for a name it does not define."""
    matrix = matrix_of(loaded.registry)
    unknown = [name for name in names if name not in matrix.suites]
    if unknown:
        raise UsageError(f"there is no suite {unknown[0]!r}", hint=f"suites: {', '.join(matrix.suites)}")
    prompts = tuple(sorted(loaded.registry.prompts))
    return tuple(select(name, matrix.suites[name], prompts, loaded.facts) for name in dict.fromkeys(names))


def matrix_of(registry: Registry) -> ChangeMatrix:
    """Return the registry's change matrix. Raises SourceError when it has none."""
    found = next((policy for policy in registry.policies.values() if isinstance(policy, ChangeMatrix)), None)
    if found is None:
        raise SourceError("the registry has no change matrix", hint="add registry/policies/change-matrix.yaml")
    return found


def gate_policy_of(registry: Registry) -> GatePolicy:
    """Return the registry's gate policy. Raises SourceError when it has none."""
    found = next((policy for policy in registry.policies.values() if isinstance(policy, GatePolicy)), None)
    if found is None:
        raise SourceError("the registry has no gate policy", hint="add registry/policies/gate.yaml")
    return found


def run_settings(judge: Registry, suites: Sequence[PlannedSuite], concurrency: int, trials: int = 1) -> RunSettings:
    """Return how cases are run when `judge` holds the policies and the lexicon."""
    safety = next((policy for policy in judge.policies.values() if isinstance(policy, SafetyPolicy)), None)
    return RunSettings(
        clock=gate_policy_of(judge).clock,
        concurrency=concurrency,
        trials=trials,
        criteria=Criteria(concepts=judge.concepts(), safety=safety, published=_published(judge)),
        suites=suites,
        prices={model.model: model.price for model in judge.models.values() if model.price is not None},
    )


def _published(judge: Registry) -> tuple[str, ...]:
    """Return every text of the judge's knowledge bases: what may be said to anybody. A PR cannot publish by itself."""
    return tuple(text for document in judge.documents.values() for text in document.text.values())
