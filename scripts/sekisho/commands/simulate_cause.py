"""`sekisho simulate cause`: faults injected into the reference dialogues, and the cause that was named.

The dialogues are the recorded ones that pass. A fault is injected into the running executor, so that everything after
it is what the system really does; a model call that nobody recorded is answered by the nearest recording. Only faults
that make their case fail are counted, and only those the trace shows at their own stage.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple

from sekisho.adapters.answers import load_recordings, read_recordings
from sekisho.adapters.processes import spread, workers_for
from sekisho.commands.cases import all_cases, run_settings
from sekisho.commands.source import load
from sekisho.dialogue.injection.inject import inject, possible_faults
from sekisho.dialogue.program import Program, compile_program
from sekisho.dialogue.providers.nearest import NearestProvider
from sekisho.dialogue.providers.replay import ReplayProvider
from sekisho.dialogue.target import RegistryTarget
from sekisho.evaluation.catalogue import Catalogue, catalogue_of
from sekisho.evaluation.cause import cause_of
from sekisho.evaluation.divergence import differing_fields, stage_of
from sekisho.evaluation.outcome import judge_case
from sekisho.evaluation.settings import RunSettings
from sekisho.model.injection import HARMLESS, SAFETY, STAGE_OF_FAULT, Attribution, AttributionRates, InjectedFault
from sekisho.model.kinds.case import CaseBase, Scenario
from sekisho.model.registry import Registry
from sekisho.model.run import CaseResult, CaseState
from sekisho.model.verdict import Cause
from sekisho.ports import Progress

PAGE = "cause-attribution.md"
SAFETY_CODES = frozenset({"policy.safety", "policy.tool_constraint"})


class Found(NamedTuple):
    """What one dialogue showed: the attributions, how many faults did no harm, how often the stand-in answered."""

    attributions: list[Attribution]
    harmless: int
    stand_ins: int


@dataclass(frozen=True)
class Laboratory:
    """The registry made ready, and how its dialogues are judged."""

    registry: Registry
    program: Program
    provider: NearestProvider
    settings: RunSettings
    catalogue: Catalogue
    seed: int

    def held(self, name: str, case: CaseBase, program: Program) -> CaseResult:
        """Hold the dialogue of a case on `program`, and judge it."""
        target = RegistryTarget(program, self.provider)
        talk = asyncio.run(
            target.converse(
                [turn.user for turn in case.turns],
                now=case.clock or self.settings.clock,
                trial=0,
                faults=case.faults if isinstance(case, Scenario) else (),
                language=case.language,
            )
        )
        return judge_case(name, case, 0, talk, self.settings)

    def dice(self, name: str, *faults: InjectedFault) -> Random:
        """Return the dice that choose what exactly goes wrong."""
        label = "/".join([str(self.seed), name, *(f"{one.kind}@{one.turn}:{one.node}" for one in faults)])
        return Random(label)  # noqa: S311 - repeatable dice, not a secret


def simulate_cause(root: Path, seed: int, progress: Progress, only: Sequence[str] = ()) -> AttributionRates:
    """Return every attribution; `only` limits the cases. Raises RegistryInvalidError, SourceError."""
    loaded = load(root, None).checked()
    laboratory = _laboratory(loaded.registry, seed)
    cases = {name: case for name, case in all_cases(loaded.registry).items() if not only or name in only}
    names = sorted(cases)
    found: dict[int, Found] = {}
    progress.start("dialogues", len(names))
    try:
        work = partial(_explored, laboratory, cases)
        for place, one in spread(work, names, workers_for(len(names), worth=8)):
            found[place] = one
            progress.advance()
    finally:
        progress.finish()
    ordered = [found[place] for place in range(len(names))]
    return AttributionRates(
        seed=seed,
        dialogues=sum(bool(one.attributions) for one in ordered),
        harmless=sum(one.harmless for one in ordered),
        stand_ins=sum(one.stand_ins for one in ordered),
        attributions=tuple(attribution for one in ordered for attribution in one.attributions),
    )


def _laboratory(registry: Registry, seed: int) -> Laboratory:
    texts = {name: text.split("\n") for name, text in sorted(registry.recordings.items())}
    answers = {
        key: answer for name, lines in texts.items() for key, answer in load_recordings(lines, name=name).items()
    }
    recordings = [one for name, lines in texts.items() for one in read_recordings(lines, name=name)]
    return Laboratory(
        registry=registry,
        program=compile_program(registry),
        provider=NearestProvider(ReplayProvider(answers), recordings),
        settings=run_settings(registry, (), 1),
        catalogue=catalogue_of(registry),
        seed=seed,
    )


def _explored(laboratory: Laboratory, cases: Mapping[str, CaseBase], name: str) -> Found:
    """Inject every possible fault into one dialogue, each alone, and each with a harmless difference before it."""
    case, before = cases[name], laboratory.provider.stand_ins
    sound = laboratory.held(name, case, laboratory.program)
    if sound.state is not CaseState.PASSED:
        return Found([], 0, 0)
    possible = list(possible_faults(laboratory.registry, sound.turns))
    differences = _accepted(laboratory, case, sound, [fault for fault in possible if fault.kind in HARMLESS])
    attributions, harmless = [], 0
    for fault in possible:
        if fault.kind in HARMLESS:
            continue
        earlier = [one for one in differences if one.turn < fault.turn]
        tried = [None, laboratory.dice(name, fault).choice(earlier)] if earlier else [None]
        for difference in tried:
            found = _attributed(laboratory, case, sound, fault, difference)
            attributions += [found] if found else []
            harmless += found is None
    return Found(attributions, harmless, laboratory.provider.stand_ins - before)


def _accepted(
    laboratory: Laboratory, case: CaseBase, sound: CaseResult, differences: Iterable[InjectedFault]
) -> list[InjectedFault]:
    """Return the differences that the case accepts: alone they are seen, and do not make it fail."""
    results = [(one, laboratory.held(sound.case, case, _with(laboratory, sound, one))) for one in differences]
    return [one for one, result in results if result.state is CaseState.PASSED and result.turns != sound.turns]


def _attributed(
    laboratory: Laboratory, case: CaseBase, sound: CaseResult, fault: InjectedFault, earlier: InjectedFault | None
) -> Attribution | None:
    """Return what was named for a fault, None where the case did not fail by it."""
    faults = [one for one in (earlier, fault) if one is not None]
    result = laboratory.held(sound.case, case, _with(laboratory, sound, *faults))
    cause = cause_of(result, sound, laboratory.catalogue.outside, laboratory.catalogue.setting)
    if result.state is not CaseState.FAILED or cause is None or not _witnessed(fault, sound, result):
        return None
    unsafe = _unsafe_turn(result)
    return Attribution(
        case=sound.case,
        fault=fault,
        earlier=earlier.kind if earlier else None,
        injected=STAGE_OF_FAULT[fault.kind] if unsafe is None else SAFETY,
        turn=fault.turn if unsafe is None else unsafe,
        named=_named(cause),
        named_turn=cause.turn,
        code=cause.code,
        message=cause.message,
    )


def _with(laboratory: Laboratory, sound: CaseResult, *faults: InjectedFault) -> Program:
    program = laboratory.program
    for fault in faults:
        dice = laboratory.dice(sound.case, fault)
        program = inject(program, laboratory.registry, sound.turns, fault, dice)
    return program


def _witnessed(fault: InjectedFault, sound: CaseResult, result: CaseResult) -> bool:
    """Say whether the trace shows the fault: its turn differs at the stage it was injected into, or became unsafe."""
    before, after = sound.turns[fault.turn], result.turns[fault.turn]
    stages = {stage_of(field, after) for field in differing_fields(before, after)}
    stage = STAGE_OF_FAULT[fault.kind]
    return stage in stages or (stage == SAFETY and _unsafe_turn(result) is not None)


def _unsafe_turn(result: CaseResult) -> int | None:
    """Return the first turn in which a safety check failed: it is the cause by rule, whatever stage led there."""
    unsafe = (check.turn for check in result.checks if check.field.startswith("safety") and not check.passed)
    return min((turn for turn in unsafe if turn is not None), default=None)


def _named(cause: Cause) -> str:
    return SAFETY if cause.code in SAFETY_CODES else cause.stage
