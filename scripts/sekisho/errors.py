"""Every way of not answering, and every exit number: no other file has either."""

import copyreg
from enum import IntEnum
from typing import Any, Literal


class ExitCode(IntEnum):
    """What a process says when it ends; the shell and CI read only this."""

    OK = 0
    NO = 1
    USAGE = 2
    COULD_NOT_RUN = 3
    INCONCLUSIVE = 4


class SekishoError(Exception):
    """Something that stops a command. Bad content is never this: bad content is a `Finding`."""

    exit_code = ExitCode.COULD_NOT_RUN

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[Any, ...]:
        """Cross between processes whole: what a subclass asks for beside the message cannot be asked for again."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]  # as pickle does


class UsageError(SekishoError):
    """The command line asks for something that does not exist or cannot be combined."""

    exit_code = ExitCode.USAGE


class RefusedError(SekishoError):
    """What was asked for can be done, and must not be: the answer is no."""

    exit_code = ExitCode.NO


class SourceError(SekishoError):
    """A registry, revision or file cannot be read at all (not a repository, unknown revision, I/O)."""


class RegistryInvalidError(SekishoError):
    """A command needs a valid registry and this one has errors; `validate` lists them."""


class TemplateRenderError(SekishoError):
    """A checked template still failed on its data: undefined value, output bound, wrong type."""


class WorkflowError(SekishoError):
    """The executor refused to go on; `code` and `at_fault` (agent or harness) become the turn's error."""

    def __init__(self, message: str, *, code: str, at_fault: Literal["agent", "harness"] = "agent") -> None:
        super().__init__(message)
        self.code = code
        self.at_fault: Literal["agent", "harness"] = at_fault


class ProviderError(SekishoError):
    """A model provider answered with an error, a refusal or not at all."""

    def __init__(self, message: str, *, hint: str | None = None, retryable: bool = False) -> None:
        super().__init__(message, hint=hint)
        self.retryable = retryable


class UnrecordedError(SekishoError):
    """Replay has no answer for a request; the case that needed it is `unrecorded`, never failed or passed."""

    def __init__(self, key: str, prompt: str) -> None:
        super().__init__(f"no recorded answer for prompt {prompt!r} (key {key[:12]})")
        self.key = key
        self.prompt = prompt


class WeightsError(SekishoError):
    """Model weights are missing, incomplete or not the bytes that were pinned."""


class RateLimitedError(SekishoError):
    """A provider or a target has no room for this call; whoever runs the dialogues waits, holds fewer, tries again.

    `retry_after` is the number of seconds it asks to be left alone, None when it does not say.
    """

    def __init__(self, message: str, *, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TargetError(SekishoError):
    """What is to be evaluated cannot be opened: no such module, no such function, not an address."""


class DatasetInvalidError(SekishoError):
    """A file of cases has errors; the message lists them as findings, one a line."""


class MissingExtraError(SekishoError):
    """A feature needs an optional dependency that is not installed."""

    def __init__(self, extra: str, purpose: str) -> None:
        super().__init__(
            f"{purpose} needs the extra {extra!r}, which is not installed",
            hint=f"scripts/bootstrap run {extra}",
        )


class GitHubError(SekishoError):
    """GitHub cannot be reached, refuses, or answers with what is no answer. `status` is the one it answered with."""

    def __init__(self, message: str, *, hint: str | None = None, status: int | None = None) -> None:
        super().__init__(message, hint=hint)
        self.status = status


class AnswerLostError(GitHubError):
    """A request that changes something was sent and its answer never came: whoever sent it looks before it repeats."""


class NoPullError(GitHubError):
    """An event leads to no pull request, or to more than one."""
