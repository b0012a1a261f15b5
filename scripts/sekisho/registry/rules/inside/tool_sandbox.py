"""A tool's schemas are schemas, and its sandbox answers what the schemas promise, for every call."""

from collections.abc import Iterator, Mapping

from sekisho.json_schema import mismatches, mistakes
from sekisho.model.base import Json
from sekisho.model.kinds.tool import SandboxRow, Tool
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near, template_problems
from sekisho.template import TemplateFacts, check_expression, check_template
from sekisho.template.language import SANDBOX_NAMES


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of the schemas, of the names they must agree on, and of each sandbox row."""
    tool: Tool = subject.artifact
    if tool.name != subject.id:
        message = "the tool's name is not the file's"
        yield Problem("tool/name", ("name",), message, excerpt(tool.name), subject.id)
    wrong = [*_schema(tool.input_schema, "inputSchema"), *_schema(tool.output_schema, "outputSchema")]
    yield from wrong
    if wrong:
        return
    properties = tool.input_schema.get("properties", {})
    for index, name in enumerate(tool.idempotency_key):
        if name not in properties:
            expected = near(name, properties) or one_of(list(properties))
            path: Path = ("idempotency_key", index)
            yield Problem("tool/unknown-argument", path, "no argument has this name", excerpt(name), expected)
    for index, row in enumerate(tool.sandbox):
        yield from _row(tool, row, ("sandbox", index))
    yield from _coverage(tool)


def _schema(schema: Mapping[str, Json], field: str) -> list[Problem]:
    found = [
        Problem("tool/schema", (field, *mistake.path), mistake.message, excerpt(mistake.found), mistake.expected)
        for mistake in mistakes(schema)
    ]
    if not found and schema.get("type") != "object":
        found = [Problem("tool/schema", (field,), "not the schema of an object", None, "type: object", at_key=True)]
    return found


def _row(tool: Tool, row: SandboxRow, path: Path) -> Iterator[Problem]:
    if row.when is not None:
        yield from _names(tool, check_expression(row.when), (*path, "when"))
    if (row.result is None) == (row.error is None):
        message = "a sandbox row answers with a result or with an error"
        found = "neither" if row.result is None else "both"
        yield Problem("tool/sandbox-answer", path, message, found, "one of result, error")
    if row.result is not None:
        for mismatch in mismatches(tool.output_schema, row.result, templates=True):
            where: Path = (*path, "result", *mismatch.path)
            message = f"the result breaks outputSchema: {mismatch.message}"
            yield Problem("tool/sandbox-result", where, message, excerpt(mismatch.found), mismatch.expected)
        for where, text in strings(row.result, (*path, "result")):
            yield from _names(tool, check_template(text), where)


def strings(value: Json, path: Path) -> Iterator[tuple[Path, str]]:
    """Yield every string inside a value with its path; they are templates."""
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from strings(item, (*path, key))
    elif isinstance(value, list | tuple):
        for index, item in enumerate(value):
            yield from strings(item, (*path, index))


def _names(tool: Tool, facts: TemplateFacts, path: Path) -> Iterator[Problem]:
    yield from template_problems(path, facts)
    for root in sorted(facts.variables - SANDBOX_NAMES):
        yield Problem("expression/unknown-name", path, "an unknown name", excerpt(root), one_of(SANDBOX_NAMES))
    properties = tool.input_schema.get("properties", {})
    for name in sorted(facts.names):
        root, _, rest = name.partition(".")
        argument = rest.partition(".")[0]
        if root == "arguments" and argument and argument not in properties:
            expected = near(argument, properties) or one_of(list(properties))
            yield Problem("tool/unknown-argument", path, "no argument has this name", excerpt(argument), expected)


def _coverage(tool: Tool) -> Iterator[Problem]:
    """The first row that holds answers, so the last one must always hold, and only the last one."""
    last = len(tool.sandbox) - 1
    for index, row in enumerate(tool.sandbox):
        if index < last and row.when is None:
            message = "rows after this one never answer: it has no condition"
            yield Problem("tool/sandbox-order", ("sandbox", index), message)
    if tool.sandbox[last].when is not None:
        message, expected = "no row answers when no condition holds", "a last row without when"
        yield Problem("tool/sandbox-default", ("sandbox", last), message, None, expected)
