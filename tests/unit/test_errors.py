import pickle

import pytest

from sekisho.errors import ProviderError, RateLimitedError, SekishoError, UnrecordedError, WorkflowError


@pytest.mark.parametrize(
    "error",
    [
        SekishoError("no", hint="try"),
        WorkflowError("no", code="exec.crash", at_fault="harness"),
        ProviderError("no", retryable=True),
        UnrecordedError("0123", "small-talk"),
        RateLimitedError("full", retry_after=2.0),
    ],
)
def test_errors_cross_between_processes_whole(error: SekishoError) -> None:
    """Whatever they were made of: message, hint and what else they say."""
    found = pickle.loads(pickle.dumps(error))  # noqa: S301 - its own bytes
    assert type(found) is type(error)
    assert (found.args, vars(found)) == (error.args, vars(error))
