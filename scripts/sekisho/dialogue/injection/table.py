"""Every kind of fault, at which nodes it can be injected, and how: one literal table."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple

from sekisho.dialogue.injection import acting, deciding, saying, understanding
from sekisho.dialogue.injection.site import Change, Site, Spoiled
from sekisho.dialogue.nodes.runner import Runner
from sekisho.dialogue.program import Step
from sekisho.model.injection import FaultKind

Spoil = Callable[[Site, Step], Step]
"""Makes a step go wrong whenever it runs."""


class Injection(NamedTuple):
    """Whether (truthy) a fault is possible at a site, and how the step looks that has it."""

    possible: Callable[[Site], object]
    spoil: Spoil


def _after(make: Callable[[Site], Change]) -> Spoil:
    return lambda site, step: replace(step, runner=Spoiled(step.runner, make(site)))


def _instead(make: Callable[[Site, Runner], Runner]) -> Spoil:
    return lambda site, step: replace(step, runner=make(site, step.runner))


def _is(kind: str, *more: Callable[[Site], object]) -> Callable[[Site], bool]:
    return lambda site: site.node.kind == kind and all(condition(site) for condition in more)


def _called(site: Site) -> bool:
    return any(call.tool == site.node.tool and call.error is None for call in site.trace.tool_calls)


def _asked(site: Site) -> bool:
    return _called(site) and bool(site.node.arguments)


INJECTIONS: Mapping[FaultKind, Injection] = {
    FaultKind.OTHER_LABEL: Injection(understanding.decides_intent, _after(understanding.other_label)),
    FaultKind.NO_LABEL: Injection(_is("classify", understanding.decides_intent), _after(understanding.no_label)),
    FaultKind.OTHER_MODE: Injection(_is("respond"), _after(understanding.other_mode)),
    FaultKind.SLOT_LOST: Injection(_is("extract", understanding.heard), _after(understanding.slot_lost)),
    FaultKind.SLOT_VALUE: Injection(_is("extract", understanding.heard), _after(understanding.slot_value)),
    FaultKind.SLOT_OVER: Injection(_is("extract", understanding.empty), _after(understanding.slot_over)),
    FaultKind.SLOT_NORMALISED: Injection(_is("extract", understanding.heard), _after(understanding.slot_normalised)),
    FaultKind.OTHER_WAY: Injection(deciding.other_ways, deciding.other_way),
    FaultKind.OUTCOME_LOST: Injection(_is("respond", lambda site: site.node.outcome), _after(deciding.outcome_lost)),
    FaultKind.TOOL_ERROR: Injection(_is("tool", _called), _instead(acting.tool_error)),
    FaultKind.TOOL_TIMEOUT: Injection(_is("tool", _called), _instead(acting.tool_timeout)),
    FaultKind.TOOL_RESULT: Injection(_is("tool", _called), _instead(acting.tool_result)),
    FaultKind.TOOL_ARGUMENT: Injection(_is("tool", _asked), _instead(acting.tool_argument)),
    FaultKind.TOOL_REFUSED: Injection(_is("tool", _asked), _instead(acting.tool_refused)),
    FaultKind.TOOL_SKIPPED: Injection(_is("tool", _called), _instead(acting.tool_skipped)),
    FaultKind.TOOL_TWICE: Injection(_is("tool", _called), _instead(acting.tool_twice)),
    FaultKind.NOTHING_FOUND: Injection(_is("retrieve", acting.found), _after(acting.nothing_found)),
    FaultKind.OTHER_FOUND: Injection(_is("retrieve", acting.found), _after(acting.other_found)),
    FaultKind.SAYS_NOTHING: Injection(_is("respond"), _after(saying.says_nothing)),
    FaultKind.DENIES: Injection(_is("respond", saying.can_be_denied), _after(saying.denies)),
    FaultKind.OTHER_LANGUAGE: Injection(_is("respond", saying.has_translation), _after(saying.other_language)),
    FaultKind.UNRENDERED: Injection(_is("respond"), _after(saying.unrendered)),
    FaultKind.CITATION: Injection(_is("respond", lambda site: site.trace.citations), _after(saying.other_citation)),
    FaultKind.PROHIBITED: Injection(_is("respond", saying.has_prohibited), _after(saying.prohibited)),
    FaultKind.UNASKED: Injection(deciding.tools_to_ask_for, deciding.unasked),
    FaultKind.REWORDED: Injection(_is("respond"), _after(saying.reworded)),
    FaultKind.MORE_FOUND: Injection(_is("retrieve", acting.found), _after(acting.more_found)),
}
