"""One line of a dataset: JSON text -> a golden case with its id, or what is wrong with it at which column.

A dataset is held to what a golden file of the registry is held to, as far as one case alone can tell.
"""

from collections.abc import Collection, Iterator

from sekisho.model.finding import Finding
from sekisho.model.kinds.case import DatasetCase, ReplyExpectation
from sekisho.model.ref import Kind
from sekisho.registry.document import Document, Path, Spot
from sekisho.registry.json_text import RepeatedKey, offset_of, strictly
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.inside import case_expectations
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near
from sekisho.registry.shape import validate

MAX_LINE_BYTES = 1 << 20
BOM = b"\xef\xbb\xbf"


class JsonLine(Document):
    """A line of JSON that was read; places are looked up in its text when somebody asks."""

    __slots__ = ("_number",)

    def __init__(self, text: str, data: object, number: int) -> None:
        super().__init__(text, data, None, {})
        self._number = number

    def spot(self, path: Path, *, key: bool = False) -> Spot:
        """Return where the value at `path` stands (or its key)."""
        return Spot(self._number, offset_of(self.text, path, key=key) + 1)

    def is_plain(self, path: Path) -> bool:
        """JSON has no scalars without quotes that could be meant as text."""
        del path
        return False


def read_case(
    file: str, number: int, line: bytes, concepts: Collection[str]
) -> tuple[DatasetCase | None, tuple[Finding, ...]]:
    """Return the case in line `number` of `file` (None where there is none), and everything that is wrong with it.

    `concepts` are those the lexicon has.
    """
    whole = _whole(line)
    if isinstance(whole, Problem):
        return None, (whole.placed(file, Spot(number)),)
    try:
        document = JsonLine(whole, strictly(whole), number)
    except RepeatedKey as error:
        problem = Problem("dataset/json", (), "a key stands twice in one mapping", excerpt(error.key), "each key once")
        return None, (problem.placed(file, Spot(number)),)
    except (ValueError, RecursionError) as error:
        problem = Problem("dataset/json", (), f"not JSON: {getattr(error, 'msg', None) or error}")
        return None, (problem.placed(file, Spot(number, getattr(error, "colno", 1))),)
    case, problems = validate(DatasetCase, document)
    if case is not None:
        subject = Subject(Kind.GOLDEN, case.id, case, document)
        problems = (*case_expectations.check(subject), *_unknown_concepts(case, concepts))
    return case, tuple(problem.at(file, document) for problem in problems)


def _whole(line: bytes) -> str | Problem:
    """Return the text of a line, or what is wrong with its bytes."""
    if len(line) > MAX_LINE_BYTES:
        return Problem("dataset/line-length", (), "the line is too long", None, f"at most {MAX_LINE_BYTES} bytes")
    if line.startswith(BOM):
        return Problem("dataset/json", (), "the file starts with a byte order mark", None, "none")
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        return Problem("dataset/json", (), "the line is not UTF-8", f"byte 0x{line[error.start]:02x}", "UTF-8")


def repeated(file: str, number: int, case_id: str, first: int) -> Finding:
    """Return the finding of an id that line `first` has already."""
    problem = Problem(
        "dataset/duplicate-id", (), "an id that another case has", excerpt(case_id), f"not line {first}'s"
    )
    return problem.placed(file, Spot(number))


def empty(file: str) -> Finding:
    """Return the finding of a file without cases."""
    return Problem("dataset/empty", (), "a dataset without cases", None, "one case a line").placed(file, Spot())


def _unknown_concepts(case: DatasetCase, concepts: Collection[str]) -> Iterator[Problem]:
    for index, turn in enumerate(case.turns):
        if turn.expect.reply is not None:
            yield from _unknown_in(turn.expect.reply, ("turns", index, "expect", "reply"), concepts)


def _unknown_in(reply: ReplyExpectation, path: Path, concepts: Collection[str]) -> Iterator[Problem]:
    for field, names in (("concepts", reply.concepts), ("not_concepts", reply.not_concepts)):
        for place, name in enumerate(names):
            if name not in concepts:
                expected = near(name, concepts) or one_of(sorted(concepts))
                yield Problem("reference/unknown", (*path, field, place), "an unknown concept", excerpt(name), expected)
