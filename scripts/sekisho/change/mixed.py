"""A change may alter what users meet or what judges it, never both: the second would hide what the first breaks."""

from collections.abc import Iterable, Sequence

from sekisho.model.change import BEHAVIOUR, Change, ChangeType
from sekisho.model.finding import Finding
from sekisho.model.ref import Location

RULE = "change/mixed-evaluation"
SHOWN = 5


def mixed_evaluation(changes: Sequence[Change]) -> tuple[Finding, ...]:
    """Return one error that says which files to take out, where evaluation changes ride with changes of behaviour.

    A change of unknown type counts as behaviour: nobody can say that it is none.
    """
    evaluation = _places(change for change in changes if change.type is ChangeType.EVALUATION)
    behaviour = _places(change for change in changes if change.type in BEHAVIOUR or change.type is ChangeType.UNKNOWN)
    if not evaluation or not behaviour:
        return ()
    first = next(change.path for change in changes if change.type is ChangeType.EVALUATION)
    return (
        Finding(
            rule=RULE,
            location=Location(path=first),
            message="a change of evaluation rides with a change of behaviour; move one of them to a change of its own",
            found=f"evaluation in {_listed(evaluation)}; behaviour in {_listed(behaviour)}",
            expected="all of one side only",
        ),
    )


def _places(changes: Iterable[Change]) -> list[str]:
    """Return each file once, with the field where only a part of the file is meant."""
    found: dict[str, list[str]] = {}
    for change in changes:
        found.setdefault(change.path, []).append(change.field.split(".")[0])
    return [f"{path} ({', '.join(dict.fromkeys(fields))})" if all(fields) else path for path, fields in found.items()]


def _listed(places: Sequence[str]) -> str:
    more = f" and {len(places) - SHOWN} more" if len(places) > SHOWN else ""
    return ", ".join(places[:SHOWN]) + more
