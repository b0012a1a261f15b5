"""What the figures need to know of a registry: the role of each intent, and the nodes that reach outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.model.kinds.workflow import IntentRole
from sekisho.model.registry import Registry

OUTSIDE = frozenset({"tool", "retrieve"})


@dataclass(frozen=True, slots=True)
class Catalogue:
    """`roles` is the closed label set with the role of each label; `outside` are route entries `<workflow>/<node>`."""

    roles: Mapping[str, IntentRole] = field(default_factory=dict)
    outside: frozenset[str] = frozenset()

    def role(self, intent: str) -> IntentRole:
        """Return the role of an intent; in scope unless a workflow says otherwise."""
        return self.roles.get(intent, IntentRole.IN_SCOPE)


def catalogue_of(*registries: Registry) -> Catalogue:
    """Return the catalogue of the given registries together (both sides of a comparison); the last one's roles win."""
    workflows = [(name, workflow) for registry in registries for name, workflow in registry.workflows.items()]
    return Catalogue(
        roles={label: intent.role for _, workflow in workflows for label, intent in workflow.intents.items()},
        outside=frozenset(
            f"{name}/{node_id}"
            for name, workflow in workflows
            for node_id, node in workflow.nodes.items()
            if node.kind in OUTSIDE
        ),
    )
