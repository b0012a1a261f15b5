"""What matchers need beside a case and a conversation: the shared concepts and the safety policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sekisho.model.kinds.case import Concept
from sekisho.model.kinds.policy import SafetyPolicy


@dataclass(frozen=True, slots=True)
class Criteria:
    """The lexicon's concepts by id, and the safety policy if there is one."""

    concepts: Mapping[str, Concept] = field(default_factory=dict)
    safety: SafetyPolicy | None = None
