"""What an evaluation is about: which cases, held with whom, judged how; from the registry, a dataset, a target outside.

With both a dataset and a target, of the registry only what judges is read: policies and lexicon, the roles of intents
and the prices of models.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, ExitStack, nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, NamedTuple

from sekisho import __version__
from sekisho.commands.answering import Answering, Notify, answering
from sekisho.commands.cases import all_cases, gate_policy_of, run_settings, suites_named
from sekisho.commands.dataset import Dataset
from sekisho.commands.eval_options import EvalOptions
from sekisho.commands.outside import OutsideOptions, outside
from sekisho.commands.selected import Cases, Selected
from sekisho.commands.side import EVALUATION, Evaluation, Side, blobs, open_side
from sekisho.commands.source import Loaded, load, load_kinds
from sekisho.errors import UsageError
from sekisho.evaluation.settings import RunSettings
from sekisho.model.change import PlannedSuite
from sekisho.model.ref import Kind
from sekisho.model.registry import Registry
from sekisho.model.run import RunHeader
from sekisho.ports import Target
from sekisho.serialize import digest

JUDGES = frozenset({Kind.POLICY, Kind.LEXICON, Kind.WORKFLOW, Kind.MODEL})
DATASET_JUDGES = (Kind.LEXICON, Kind.POLICY)
DATASET, OUTSIDE = "dataset", "target"


class Behaviour(NamedTuple):
    """What is evaluated: what a run's header says of it, and how it is opened; `side` is the registry's own."""

    header: Mapping[str, Any]
    target: Callable[[], AbstractAsyncContextManager[Target]]
    side: Side | None = None


class Work(NamedTuple):
    """All of a run but its results."""

    registry: Registry
    cases: Cases
    suites: tuple[PlannedSuite, ...]
    settings: RunSettings
    header: RunHeader
    behaviour: Behaviour


def open_work(root: Path, options: EvalOptions, opened: ExitStack, notify: Notify | None) -> Work:
    """Read what is to be run; what must be closed again is put on `opened`.

    Raises RegistryInvalidError, DatasetInvalidError, TargetError, SourceError, and UsageError for what does not exist
    or cannot be combined.
    """
    if options.dataset and options.suites:
        raise UsageError("a dataset is its own suite", hint="leave out --suite, or --dataset")
    loaded = _loaded(root, options).checked()
    dataset = _dataset(loaded.registry, options, opened)
    suites = () if dataset is not None else suites_named(loaded, options.suites or ("golden",))
    if options.target and any(suite.prompts for suite in suites):
        raise UsageError("prompts are tested without a target", hint="leave out --target, or the suite")
    cases = _chosen(all_cases(loaded.registry) if dataset is None else dataset, suites, options.cases)
    trials = options.trials or gate_policy_of(loaded.registry).trials
    evaluation = Evaluation(loaded.registry, suites, len(cases), options.answers, trials)
    if options.target is None:
        answers = opened.enter_context(answering(root, options.answers, options.workers, notify))
        behaviour = _own(loaded, evaluation, answers)
    else:
        behaviour = _outside(root, loaded, options.target, options.concurrency)
    header = RunHeader(
        suites=tuple(suite.name for suite in suites) or (DATASET,),
        cases=len(cases),
        trials=trials,
        selection=digest(sorted([*cases, *prompt_rows(loaded.registry, suites)])),
        evaluation=_evaluation(loaded.registry, dataset),
        tool_version=__version__,
        shard=options.shard,
        **behaviour.header,
    )
    settings = run_settings(loaded.registry, suites, options.concurrency, trials)
    return Work(loaded.registry, cases, suites, settings, header, behaviour)


def _loaded(root: Path, options: EvalOptions) -> Loaded:
    if options.dataset and options.target:
        return load_kinds(root, options.revision, JUDGES)
    return load(root, options.revision)


def prompt_rows(registry: Registry, suites: Sequence[PlannedSuite]) -> dict[str, int]:
    """Return how many test rows each prompt in `suites` has, by `prompt/<id>`; those without are left out."""
    names = {name for suite in suites for name in suite.prompts}
    rows = {name: len(registry.prompts[name].test_data) for name in names if name in registry.prompts}
    return {f"prompt/{name}": count for name, count in sorted(rows.items()) if count}


def _dataset(registry: Registry, options: EvalOptions, opened: ExitStack) -> Dataset | None:
    if options.dataset is None:
        return None
    return opened.enter_context(Dataset(options.dataset, registry.concepts()))


def _chosen(cases: Cases, suites: Sequence[PlannedSuite], globs: Sequence[str]) -> Cases:
    """Return the cases that are in a suite (of a dataset: all) and match a glob."""
    wanted = {case for suite in suites for case in suite.cases} if suites else cases.keys()
    chosen = frozenset(name for name in cases if name in wanted and matches(name, globs))
    if not chosen and not any(suite.prompts or suite.linted for suite in suites):
        raise UsageError("no case matches", hint="sekisho show golden")
    return Selected(cases, chosen)


def matches(case: str, globs: Sequence[str]) -> bool:
    """Say whether a case is meant: no glob means all of them."""
    return not globs or any(fnmatchcase(case, glob) for glob in globs)


def _evaluation(registry: Registry, dataset: Dataset | None) -> str:
    if dataset is None:
        return digest(blobs(registry, EVALUATION))
    return digest([dataset.digest, blobs(registry, DATASET_JUDGES)])


def _outside(root: Path, loaded: Loaded, options: OutsideOptions, concurrency: int) -> Behaviour:
    target = outside(root, options, concurrency)
    known = {"behaviour": target.behaviour, "models": (options.spec,), "answers": OUTSIDE}
    return Behaviour({"revision": options.version or loaded.revision, **known}, target.open)


def _own(loaded: Loaded, evaluation: Evaluation, answers: Answering) -> Behaviour:
    side = open_side(loaded, evaluation, answers)
    known = ("revision", "behaviour", "recordings", "models", "answers")
    return Behaviour({name: getattr(side.header, name) for name in known}, lambda: nullcontext(side.target), side)
