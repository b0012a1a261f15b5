"""All differences of two revisions as one value, with what is wrong about them together."""

from collections.abc import Sequence

from sekisho.change.mixed import mixed_evaluation
from sekisho.model.change import Change, ChangeSet, ChangeType


def change_set(base: str, head: str, changes: Sequence[Change]) -> ChangeSet:
    """Return the changes from `base` to `head` (revision names), their types in the enum's order, and findings."""
    found = {change.type for change in changes}
    return ChangeSet(
        base=base,
        head=head,
        changes=tuple(changes),
        types=tuple(kind for kind in ChangeType if kind in found),
        findings=mixed_evaluation(changes),
    )
