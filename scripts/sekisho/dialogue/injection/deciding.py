"""Faults of the policy: another way is taken where the dialogue decides, or a way to act before the user agreed."""

from collections.abc import Mapping
from dataclasses import replace

from sekisho.dialogue.injection.site import Change, Site
from sekisho.dialogue.injection.understanding import sets_intent, understood
from sekisho.dialogue.program import WORKFLOW_PREFIX, Step
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.template import compile_expression

CONSENT = "affirm"


def other_way(site: Site, step: Step) -> Step:
    """Take another of the edges; whether its guard holds is not asked."""
    return _leading_to(site, step, site.dice.choice(other_ways(site)))


def unasked(site: Site, step: Step) -> Step:
    """Go straight to a tool that waits for the user's yes, in a turn without one."""
    return _leading_to(site, step, site.dice.choice(tools_to_ask_for(site)))


def other_ways(site: Site) -> list[str]:
    """Return where the node's edges lead beside the way that was taken, once the turn is understood.

    Before that, and towards a node that says what was meant, another way is another understanding; towards a tool it is
    an action.
    """
    if not understood(site):
        return []
    ways = dict.fromkeys(edge.to for edge in site.workflow.edges if edge.source == site.node_id)
    return [way for way in ways if not _taken(site, way) and not _acts(site, way)]


def tools_to_ask_for(site: Site) -> list[str]:
    """Return the tool nodes of the workflow that need consent, where the turn has none and the node decides."""
    if site.trace.intent == CONSENT or len(other_ways(site)) == 0:
        return []
    policies = [policy for policy in site.registry.policies.values() if isinstance(policy, SafetyPolicy)]
    careful = {tool for policy in policies for tool in policy.confirm_before}
    nodes = site.workflow.nodes.items()
    return [name for name, node in nodes if node.kind == "tool" and node.tool in careful]


def outcome_lost(_site: Site) -> Change:
    """The turn ends the task, and nobody notes how."""

    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.context["outcome"] = None

    return change


def _taken(site: Site, way: str) -> bool:
    following = site.following[0] if site.following else ""
    if way.startswith(WORKFLOW_PREFIX):
        return following.partition("/")[0] == way.removeprefix(WORKFLOW_PREFIX)
    return following == f"{site.workflow_id}/{way}"


def _acts(site: Site, way: str) -> bool:
    """Say whether a way leads to a tool or to a node that says what was meant."""
    node = None if way.startswith(WORKFLOW_PREFIX) else site.workflow.nodes[way]
    return node is not None and (node.kind == "tool" or sets_intent(node))


def _leading_to(site: Site, step: Step, way: str) -> Step:
    """Put an edge before all others that holds in the site's turn."""
    always = compile_expression(f"turn == {site.turn + 1}")
    workflow = way.removeprefix(WORKFLOW_PREFIX) if way.startswith(WORKFLOW_PREFIX) else None
    edge = replace(step.edges[0], guard=always, node=None if workflow else way, workflow=workflow)
    return replace(step, edges=(edge, *step.edges))
