"""An answer from outside as a turn of a trace. Nothing in it is trusted: its size, its shape, its text, its errors."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from sekisho.errors import WorkflowError
from sekisho.model.target import AnswerError, TargetAnswer, TargetTurn
from sekisho.model.trace import TurnError, TurnTrace

MAX_ANSWER_BYTES = 1 << 20
MAX_MESSAGE = 500
MAX_DEPTH = 64
BAD_ANSWER = "exec.answer"

_ADDRESS = re.compile(r" at 0x[0-9a-fA-F]+")
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]+")
_PASSED_ON = frozenset(TargetAnswer.model_fields) - {"latency_ms", "error"}


def trace_of(turn: TargetTurn, answer: Any, latency_ms: float) -> TurnTrace:
    """Return the trace of a turn that was answered with a text or a mapping of `TargetAnswer`'s fields.

    `latency_ms` holds when the answer says none. Raises WorkflowError `exec.answer` for any other answer, one of more
    than 1 MiB, and one JSON cannot say.
    """
    if isinstance(answer, str):
        _bounded(answer)
        told = {"user": turn.user, "language": turn.language, "reply": answer, "latency_ms": latency_ms}
        return TurnTrace(**told, slots={}, raw_slots={})
    if not isinstance(answer, Mapping):
        raise _bad(f"it is {type(answer).__name__}, neither a text nor a mapping")
    read = _read(_json(answer))
    return TurnTrace(
        user=turn.user,
        language=turn.language,
        latency_ms=latency_ms if read.latency_ms is None else read.latency_ms,
        error=_turn_error(read.error),
        **{name: getattr(read, name) for name in read.model_fields_set & _PASSED_ON},
    )


def answer_in(content: bytes) -> Any:
    """Return the answer in JSON text. Raises WorkflowError `exec.answer` for text that is none, or too long."""
    if len(content) > MAX_ANSWER_BYTES:
        raise _bad(f"it is longer than {MAX_ANSWER_BYTES} bytes")
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _bad(f"it is not JSON: {shortened(str(error))}") from error


def _json(answer: Mapping[Any, Any]) -> bytes:
    try:
        plain = dict(answer)
        _check_depth(plain)
        return _bounded(json.dumps(plain, ensure_ascii=False, allow_nan=False))
    except WorkflowError:
        raise
    except Exception as error:
        raise _bad(f"JSON cannot say it: {described(error)}") from error


def _check_depth(value: Any) -> None:
    """Level by level, so that a value that holds itself is only a deep one."""
    level = [value]
    for _ in range(MAX_DEPTH):
        inner = [item for item in level if isinstance(item, dict | list | tuple)]
        level = [part for item in inner for part in (item.values() if isinstance(item, dict) else item)]
        if len(level) > MAX_ANSWER_BYTES:
            raise _bad(f"it holds more than {MAX_ANSWER_BYTES} values")
        if not level:
            return
    raise _bad(f"it is nested deeper than {MAX_DEPTH} levels")


def _bounded(text: str) -> bytes:
    if text.isascii() and len(text) <= MAX_ANSWER_BYTES:
        return text.encode("ascii")
    if len(text) > MAX_ANSWER_BYTES:
        raise _bad(f"it is longer than {MAX_ANSWER_BYTES} bytes")
    try:
        content = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise _bad("it has half of a surrogate pair") from error
    if len(content) > MAX_ANSWER_BYTES:
        raise _bad(f"it is longer than {MAX_ANSWER_BYTES} bytes")
    return content


def _read(content: bytes) -> TargetAnswer:
    try:
        return TargetAnswer.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(str(part)[:80] for part in first["loc"][:8])
        raise _bad(f"{where}: {first['msg']}") from error


def _turn_error(error: AnswerError | None) -> TurnError | None:
    """An error the system reports is its own: it cannot make a case invalid instead of failed."""
    if error is None:
        return None
    return TurnError(code=shortened(error.code) or BAD_ANSWER, message=shortened(error.message), fault="agent")


def _bad(why: str) -> WorkflowError:
    return WorkflowError(f"the answer cannot be used: {why}", code=BAD_ANSWER)


def failed_turn(turn: TargetTurn, error: WorkflowError, latency_ms: float) -> TurnTrace:
    """Return the trace of a turn that was not answered."""
    trouble = TurnError(code=error.code, message=shortened(error.message), fault=error.at_fault)
    return TurnTrace(user=turn.user, language=turn.language, latency_ms=latency_ms, error=trouble)


def shortened(message: str) -> str:
    """Return a foreign message on one line, bounded, without what differs from process to process."""
    plain = _UNPRINTABLE.sub(" ", _ADDRESS.sub("", message[: 4 * MAX_MESSAGE])).strip()
    return plain if len(plain) <= MAX_MESSAGE else plain[: MAX_MESSAGE - 1] + "…"


def described(error: BaseException) -> str:
    """Return an exception as a message: its type and what it says, if it can say it."""
    try:
        said = str(error)
    except Exception:
        said = "(its message cannot be read)"
    return shortened(f"{type(error).__name__}: {said}" if said else type(error).__name__)
