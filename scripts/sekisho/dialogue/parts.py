"""What nodes are built from: the compiled artifacts they name, found by id."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar

from sekisho.dialogue.prompting import CompiledPrompt
from sekisho.dialogue.retrieval import KnowledgeBase
from sekisho.dialogue.sandbox import SandboxTool
from sekisho.errors import RegistryInvalidError
from sekisho.model.kinds.workflow import Workflow

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """The node's place (`workflow/node`), its workflow, and everything it may name."""

    place: str
    workflow: Workflow
    prompts: Mapping[str, CompiledPrompt]
    tools: Mapping[str, SandboxTool]
    knowledge: Mapping[str, KnowledgeBase]

    def find(self, among: Mapping[str, T], name: str, what: str) -> T:
        """Return what `name` stands for. Raises RegistryInvalidError when there is none."""
        return find(among, name, f"{what} named by {self.place}")


def find(among: Mapping[str, T], name: str, what: str) -> T:
    """Return `among[name]`. Raises RegistryInvalidError, saying `what` is missing, when there is none."""
    if name not in among:
        raise RegistryInvalidError(f"there is no {what}: {name!r}", hint="sekisho validate")
    return among[name]
