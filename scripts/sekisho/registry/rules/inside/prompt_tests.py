"""A prompt's unit tests fit the prompt: every row gives every input, and every column of a row is used."""

from collections.abc import Iterator, Mapping

from sekisho.model.base import Json
from sekisho.model.kinds.prompt import InputType, Prompt
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near
from sekisho.template.plain import read_plain

LANGUAGE = "language"
"""Every prompt may read the dialogue's language; a test row may choose it."""
_TYPES: Mapping[InputType, type | tuple[type, ...]] = {
    InputType.STRING: str,
    InputType.NUMBER: (int, float),
    InputType.BOOLEAN: bool,
    InputType.LIST: list,
    InputType.OBJECT: dict,
}


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of the rows of `testData` and of the evaluators' strings."""
    prompt: Prompt = subject.artifact
    judged: set[str] = set()
    yield from _unfit_evaluators(prompt)
    for path, text in _evaluator_strings(prompt):
        plain = read_plain(text) if "{{" in text else None
        if "{{" in text and plain is None:
            message = "an evaluator's string may use columns, nothing more"
            yield Problem("prompt/evaluator-variable", path, message, None, "{{ name }}")
        names = frozenset(plain.names if plain else ())
        judged |= names
        yield from _unknown_columns(prompt, path, names)
    for index, row in enumerate(prompt.test_data):
        yield from _row(prompt, row, ("testData", index), judged)


def _unfit_evaluators(prompt: Prompt) -> Iterator[Problem]:
    if prompt.test_data and not prompt.evaluators:
        message = "the test rows are judged by nothing"
        yield Problem("prompt/evaluator-missing", ("testData",), message, None, "evaluators", at_key=True)
    for index, evaluator in enumerate(prompt.evaluators):
        if evaluator.string is None or not evaluator.string.model_fields_set:
            message = "an evaluator that asserts nothing here"
            expected = "string: with equals, contains, startsWith or endsWith"
            yield Problem("prompt/evaluator-kind", ("evaluators", index), message, excerpt(evaluator.name), expected)


def _evaluator_strings(prompt: Prompt) -> Iterator[tuple[Path, str]]:
    for index, evaluator in enumerate(prompt.evaluators):
        given = evaluator.string.model_dump(by_alias=True, exclude_none=True) if evaluator.string else {}
        yield from ((("evaluators", index, "string", field), text) for field, text in given.items())


def _unknown_columns(prompt: Prompt, path: Path, names: frozenset[str]) -> Iterator[Problem]:
    """A column that is missing in some row is that row's problem; one that no row has is the evaluator's."""
    columns = {name for row in prompt.test_data for name in row}
    for name in sorted(names - columns if prompt.test_data else ()):
        expected = near(name, columns) or one_of(columns)
        yield Problem("prompt/evaluator-variable", path, "a variable no test row has", excerpt(name), expected)


def _row(prompt: Prompt, row: Mapping[str, Json], path: Path, judged: set[str]) -> Iterator[Problem]:
    inputs = prompt.extension.inputs
    for name in inputs:
        if name not in row:
            yield Problem("prompt/test-missing-input", path, f"the test row does not give {excerpt(name)}")
        elif not _has_type(row[name], inputs[name].type):
            expected = f"a {inputs[name].type}"
            message = "the test row gives an input of another type"
            yield Problem("prompt/test-input-type", (*path, name), message, excerpt(row[name]), expected)
    for name in row:
        if name not in inputs and name not in judged and name != LANGUAGE:
            expected = near(name, inputs) or "an input, or a variable of an evaluator"
            message = "a column nothing uses"
            yield Problem("prompt/test-unused-column", (*path, name), message, excerpt(name), expected, at_key=True)


def _has_type(value: Json, expected: InputType) -> bool:
    return isinstance(value, _TYPES[expected]) and isinstance(value, bool) == (expected is InputType.BOOLEAN)
