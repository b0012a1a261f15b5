"""A file of recorded answers: strict JSON lines, canonical, sorted by key, each an answer of this prompt."""

import json
from collections.abc import Iterator

from pydantic import ValidationError

from sekisho.model.completion import Recording
from sekisho.model.facts import FileFacts, Reference
from sekisho.model.ref import Kind
from sekisho.registry.document import Spot
from sekisho.registry.parse import decode
from sekisho.registry.problem import Problem, excerpt
from sekisho.registry.rules.inside import secrets
from sekisho.serialize import canonical_json

MAX_BYTES = 8 << 20
MAX_LINE = 256 * 1024


def read_recorded(path: str, blob: str, id_: str, content: bytes) -> tuple[FileFacts, str | None]:
    """Return the facts of a recordings file (it belongs to the prompt of its name) and its text (None: it has none)."""
    text, findings = decode(path, content, MAX_BYTES)
    reference = Reference(Kind.PROMPT, id_, "", 1, 1)
    if text is not None:
        findings += [problem.placed(path, Spot(line)) for line, problem in _lines(id_, text)]
        findings += secrets.check(path, text)
    facts = FileFacts(path, blob, Kind.RECORDING, id_, (reference,), {}, tuple(findings))
    return facts, text


def _lines(prompt: str, text: str) -> Iterator[tuple[int, Problem]]:
    before = ""
    for number, line in enumerate(text.removesuffix("\n").split("\n") if text else (), start=1):
        recording = _recording(line)
        if isinstance(recording, Problem):
            yield number, recording
            continue
        yield from ((number, problem) for problem in _told(prompt, recording, line))
        if recording.key <= before:
            message, expected = "answers are not in the order of their keys, each once", f"a key after {before[:12]}…"
            yield number, Problem("recording/order", (), message, f"{recording.key[:12]}…", expected)
        before = max(before, recording.key)


def _recording(line: str) -> Recording | Problem:
    if len(line) > MAX_LINE:
        return Problem("recording/line", (), "a line is too long", f"{len(line)} characters", f"at most {MAX_LINE}")
    try:
        return Recording.model_validate_json(line)
    except ValidationError as error:
        detail = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part) for part in detail["loc"])
        found = excerpt(where) if where else None
        return Problem("recording/line", (), f"a line is not a recorded answer: {detail['msg']}", found)


def _told(prompt: str, recording: Recording, line: str) -> Iterator[Problem]:
    if recording.prompt != prompt:
        yield Problem("recording/prompt", (), "an answer of another prompt", excerpt(recording.prompt), prompt)
    if line != canonical_json(json.loads(line)):
        message, expected = "a line is not canonical JSON", "sorted keys, no spaces, no escapes (sekisho record)"
        yield Problem("recording/canonical", (), message, None, expected)
