"""The labelled pairs of a rubric can be judged, stand once and do not contradict each other."""

from collections.abc import Iterator

from sekisho.model.kinds.rubric import Choice, Label, Rubric
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject

Seen = dict[tuple[str, str, str], tuple[str, Choice]]
"""Turn and both replies, sorted -> the label's id and its choice between them in that order."""


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of single labels, of ids and pairs that repeat, and of pairs labelled both ways."""
    rubric: Rubric = subject.artifact
    ids: set[str] = set()
    seen: Seen = {}
    for index, label in enumerate(rubric.labels):
        path: Path = ("labels", index)
        yield from _alone(path, label, rubric.max_chars)
        if label.id in ids:
            yield Problem("rubric/label-twice", (*path, "id"), "a label id that stands twice", excerpt(label.id))
        ids.add(label.id)
        yield from _beside(path, label, seen)


def _alone(path: Path, label: Label, limit: int) -> Iterator[Problem]:
    for field in ("user", "a", "b"):
        length = len(getattr(label, field))
        if length > limit:
            words = "a text the judge would never be shown"
            yield Problem("rubric/label", (*path, field), words, f"{length} characters", f"at most max_chars, {limit}")
    if label.is_anchor and label.choice is not Choice.TIE:
        words = "two identical replies, and one of them is better"
        yield Problem("rubric/label", (*path, "choice"), words, excerpt(str(label.choice)), str(Choice.TIE))


def _beside(path: Path, label: Label, seen: Seen) -> Iterator[Problem]:
    """Compare a label with an earlier one of the same turn and replies, in whichever order."""
    first, second = sorted((label.a, label.b))
    choice = label.choice if label.a == first else label.choice.mirrored
    other, known = seen.setdefault((label.user, first, second), (label.id, choice))
    if (other, known) == (label.id, choice):
        return
    name = excerpt(other)[1:-1]
    if known is choice:
        words = "a pair that stands twice; every pair is judged in both orders"
        yield Problem("rubric/label-twice", (*path, "id"), words, excerpt(label.id), f"only {name}")
    else:
        words = "two labels of one pair that contradict each other"
        yield Problem("rubric/label-conflict", (*path, "choice"), words, str(label.choice), f"what {name} says")
