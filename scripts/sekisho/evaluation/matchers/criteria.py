"""What matchers need beside a case and a conversation: shared concepts, the safety policy, what is public anyway."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.model.kinds.case import Concept
from sekisho.model.kinds.policy import SafetyPolicy


@dataclass(frozen=True, slots=True)
class Criteria:
    """The lexicon's concepts by id, the safety policy if there is one, and the texts of the knowledge bases."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    safety: SafetyPolicy | None = None
    published: tuple[str, ...] = ()
