"""A tool: the MCP shape, what the executor needs to call it safely, and a sandbox script that stands in for it.

The sandbox script is data, never code: the first row whose `when` holds answers. Expressions see `arguments` and
`now`; strings of a result are templates over the same names.
"""

from enum import StrEnum

from pydantic import Field

from sekisho.model.base import Bool, Count, Float, Frozen, JsonObject, Name, Text
from sekisho.model.kinds.workflow import Expression


class Annotations(Frozen):
    """MCP tool annotations."""

    title: str | None = None
    read_only_hint: Bool | None = Field(default=None, alias="readOnlyHint")
    destructive_hint: Bool | None = Field(default=None, alias="destructiveHint")
    idempotent_hint: Bool | None = Field(default=None, alias="idempotentHint")
    open_world_hint: Bool | None = Field(default=None, alias="openWorldHint")


class ToolErrorCode(StrEnum):
    """How a tool call can fail."""

    TIMEOUT = "timeout"
    ERROR = "error"
    MALFORMED = "malformed"
    PERMISSION_DENIED = "permission_denied"
    NOT_FOUND = "not_found"
    CONFLICT = "conflict"


class SandboxRow(Frozen):
    """One answer of the sandbox: a result or an error code, after `delay_ms` of simulated time."""

    when: Expression | None = None
    result: JsonObject | None = None
    error: ToolErrorCode | None = None
    message: str = ""
    delay_ms: Count = 0


class Tool(Frozen):
    """One tool file."""

    name: Text
    description: Text
    input_schema: JsonObject = Field(alias="inputSchema")
    output_schema: JsonObject = Field(alias="outputSchema")
    annotations: Annotations = Annotations()
    timeout_s: Float = Field(default=5.0, gt=0, le=120)
    retries: Count = Field(default=0, le=5)
    idempotency_key: tuple[Name, ...] = ()
    permissions: tuple[Text, ...] = ()
    sandbox: tuple[SandboxRow, ...] = Field(min_length=1)
