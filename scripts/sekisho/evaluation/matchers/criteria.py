"""What matchers need beside a case and a conversation: shared concepts, the safety policy, what is public anyway."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sekisho.model.kinds.case import Concept
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.text.match import Screen


@dataclass(frozen=True)
class Criteria:
    """The lexicon's concepts by id, the safety policy if there is one, and the texts of the knowledge bases."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    safety: SafetyPolicy | None = None
    published: tuple[str, ...] = ()

    @cached_property
    def prohibited(self) -> Screen:
        """The concepts that no reply may state."""
        names = () if self.safety is None else self.safety.prohibited_concepts
        return Screen({name: self.concepts[name] for name in names})
