"""A structured answer has its schema: `responseFormat` and `jsonSchema` agree, and the schema is one."""

import json
from collections.abc import Iterator

from sekisho.json_schema import mistakes
from sekisho.model.kinds.prompt import Prompt
from sekisho.registry.extract.prompt import bare
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.subject import Subject

_PATH = ("jsonSchema",)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of the answer's format."""
    prompt: Prompt = subject.artifact
    structured = prompt.response_format == "json_schema"
    if structured and prompt.json_schema is None:
        message = "the answer is structured but has no schema"
        yield Problem("prompt/answer-format", ("responseFormat",), message, None, "jsonSchema")
    if prompt.json_schema is not None:
        if not structured:
            message = "a schema that is not used"
            yield Problem("prompt/answer-format", _PATH, message, None, "responseFormat: json_schema", at_key=True)
        yield from _schema(prompt.json_schema)


def _schema(text: str) -> Iterator[Problem]:
    try:
        schema = json.loads(text)
    except json.JSONDecodeError as error:
        yield Problem("prompt/json-schema", _PATH, f"not JSON: {error.msg}", None, "JSON", offset=error.pos)
        return
    except RecursionError:
        yield Problem("prompt/json-schema", _PATH, "nested too deep", None, "a schema")
        return
    for mistake in mistakes(bare(schema)):
        where = "/".join(str(part) for part in mistake.path)
        message = f"{mistake.message} at {excerpt(where)[1:-1]}" if where else mistake.message
        yield Problem("prompt/json-schema", _PATH, message, excerpt(mistake.found), mistake.expected)
