"""A change may alter what users meet or what judges it, never both: the second would hide what the first breaks."""

from collections.abc import Iterable, Sequence

from sekisho.change.types.table import classify
from sekisho.model.change import BEHAVIOUR, Change, ChangeType
from sekisho.model.finding import Finding
from sekisho.model.ref import Location

RULE = "change/mixed-evaluation"
SHOWN = 5


def mixed_evaluation(changes: Sequence[Change]) -> tuple[Finding, ...]:
    """Return one error that says which files to take out, where evaluation changes ride with changes of behaviour.

    A change that could not be understood counts as what its file is for, or as behaviour where that is not known.
    """
    judging = [change for change in changes if _meant(change) is ChangeType.EVALUATION]
    acting = [change for change in changes if _meant(change) in BEHAVIOUR]
    if not judging or not acting:
        return ()
    return (
        Finding(
            rule=RULE,
            location=Location(path=judging[0].path),
            message="a change of evaluation rides with a change of behaviour; move one of them to a change of its own",
            found=f"evaluation in {_listed(_places(judging))}; behaviour in {_listed(_places(acting))}",
            expected="all of one side only",
        ),
    )


def _meant(change: Change) -> ChangeType | None:
    if change.type is not ChangeType.UNKNOWN:
        return change.type
    return ChangeType.ROUTING if change.ref is None else classify(change.ref.kind, ())[0]


def _places(changes: Iterable[Change]) -> list[str]:
    """Return each file once, with the field where only a part of the file is meant."""
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.path, []).append(change.field.split(".")[0])
    return [f"{path} ({', '.join(dict.fromkeys(fields))})" if all(fields) else path for path, fields in found.items()]


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more
