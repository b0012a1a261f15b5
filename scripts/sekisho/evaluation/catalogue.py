"""What the figures need to know of a registry: the role of each intent, and the nodes that reach outside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sekisho.model.kinds.workflow import IntentRole, Node, Workflow
from sekisho.model.registry import Registry
from sekisho.model.trace import Stage

OUTSIDE = frozenset({"tool", "retrieve"})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`roles` is the closed label set with the role of each label; the others are route entries `<workflow>/<node>`:
    `outside` of tools and searches, `setting` of the rules that set the mode and of the nodes that listen for slots.
    """

    roles: Mapping[str, IntentRole] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()
    setting: Mapping[Stage, frozenset[str]] = field(default_factory=dict)

    def role(self, intent: str) -> IntentRole:
        """Return the role of an intent; in scope unless a workflow says otherwise."""
        return self.roles.get(intent, IntentRole.IN_SCOPE)


def catalogue_of(*registries: Registry) -> Catalogue:
    """Return the catalogue of the given registries together (both sides of a comparison); the last one's roles win."""
    workflows = [(name, workflow) for registry in registries for name, workflow in registry.workflows.items()]
    return Catalogue(
        roles={label: intent.role for _, workflow in workflows for label, intent in workflow.intents.items()},
        outside=_entries(workflows, lambda node: node.kind in OUTSIDE),
        setting={
            Stage.MODE: _entries(workflows, lambda node: node.kind == "rule" and "mode" in node.set),
            Stage.SLOT: _entries(workflows, lambda node: node.kind == "extract"),
        },
    )


def _entries(workflows: Sequence[tuple[str, Workflow]], chosen: Callable[[Node], bool]) -> frozenset[str]:
    return frozenset(
        f"{name}/{node_id}" for name, workflow in workflows for node_id, node in workflow.nodes.items() if chosen(node)
    )
