"""A tool's sandbox script: rows of data that stand in for the real service. No code, no state, no I/O."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sekisho.errors import RegistryInvalidError, WorkflowError
from sekisho.json_schema import mismatches, mistakes
from sekisho.model.base import Json, JsonObject
from sekisho.model.kinds.tool import SandboxRow, Tool, ToolErrorCode
from sekisho.template import Expression, compile_expression, compile_template
from sekisho.template.language import MAX_TEXT

Fill = Callable[[dict[str, Any]], Json]


@dataclass(frozen=True, slots=True)
class Attempt:
    """What one try of a tool came to, after `delay_ms` of simulated time: a result, or an error.

    `repeated`: the tool gave the answer it had given before under the same idempotency key.
    """

    result: Json = None
    error: ToolErrorCode | None = None
    message: str = ""
    delay_ms: float = 0.0
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class SandboxTool:
    """A compiled tool."""

    id: str
    tool: Tool
    rows: tuple[tuple[Expression | None, SandboxRow, Fill], ...]

    def refused(self, arguments: JsonObject) -> str | None:
        """Return what is wrong with the arguments, None when they fit the input schema."""
        return _first_mismatch(self.tool.input_schema, arguments)

    def attempt(self, context: dict[str, Any]) -> Attempt:
        """Run the script once; `context` holds arguments, now, today and language.

        Raises WorkflowError `exec.sandbox` (the harness's fault) when no row holds, TemplateRenderError.
        """
        for guard, row, fill in self.rows:
            if guard is None or guard(context):
                return self._answer(row, fill, context)
        raise WorkflowError(f"no row of the sandbox of tool {self.id!r} holds", code="exec.sandbox", at_fault="harness")

    def timed_out(self) -> Attempt:
        """Return a try that took longer than the tool's time-out."""
        limit = self.tool.timeout_s
        return Attempt(error=ToolErrorCode.TIMEOUT, message=f"no answer within {limit:g} s", delay_ms=limit * 1000)

    def heard(self, attempt: Attempt) -> Attempt:
        """Return what the caller hears of a try: nothing, when it took longer than the tool's time-out."""
        return self.timed_out() if attempt.delay_ms > self.tool.timeout_s * 1000 else attempt

    def checked(self, attempt: Attempt) -> Attempt:
        """Return a try with a result as it is, or as an error when the output schema refuses the result."""
        wrong = _first_mismatch(self.tool.output_schema, attempt.result)
        if wrong is None:
            return attempt
        return Attempt(error=ToolErrorCode.MALFORMED, message=wrong, delay_ms=attempt.delay_ms)

    def _answer(self, row: SandboxRow, fill: Fill, context: dict[str, Any]) -> Attempt:
        delay = float(row.delay_ms)
        if row.error is not None:
            return self.heard(Attempt(error=row.error, message=row.message or row.error.value, delay_ms=delay))
        return self.heard(self.checked(Attempt(result=fill(context), message=row.message, delay_ms=delay)))


def compile_tool(tool_id: str, tool: Tool) -> SandboxTool:
    """Compile a tool. Raises RegistryInvalidError for a schema we cannot check, TemplateRenderError."""
    for schema in (tool.input_schema, tool.output_schema):
        for mistake in mistakes(schema):
            place = "/".join(map(str, mistake.path))
            raise RegistryInvalidError(f"tool {tool_id!r}: its schema is wrong at /{place}: {mistake.message}")
    rows = tuple(
        (compile_expression(row.when) if row.when is not None else None, row, _filler(row.result))
        for row in tool.sandbox
    )
    return SandboxTool(tool_id, tool, rows)


def _first_mismatch(schema: JsonObject, value: Json) -> str | None:
    for found in mismatches(schema, value):
        place = "/".join(map(str, found.path))
        return f"/{place}: {found.message}, found {found.found!r:.60}, expected {found.expected}"
    return None


def _filler(value: Json) -> Fill:
    """Compile a result: its strings are templates, everything else is itself."""
    if isinstance(value, str):
        template = compile_template(value)
        return lambda context: template.render(context, MAX_TEXT)
    if isinstance(value, Mapping):
        members = {key: _filler(item) for key, item in value.items()}
        return lambda context: {key: fill(context) for key, fill in members.items()}
    if isinstance(value, list | tuple):
        items = [_filler(item) for item in value]
        return lambda context: [fill(context) for fill in items]
    return lambda _context: value
