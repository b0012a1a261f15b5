"""What a step tells the runner of GitHub Actions, in the format of npm @actions/core: outputs, masks, and silence."""

import atexit
import os
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from uuid import uuid4

from sekisho.errors import SourceError
from sekisho.text.workflow_command import command


def set_output(name: str, value: str) -> None:
    """Append an output of the step to the file that GITHUB_OUTPUT names.

    Raises SourceError when the file cannot be written, or `name` or `value` has the delimiter in it.
    """
    delimiter = f"ghadelimiter_{uuid4()}"
    if delimiter in name or delimiter in value:
        raise SourceError("an output holds the delimiter it is to be written with")
    path = os.environ["GITHUB_OUTPUT"]
    try:
        with Path(path).open("a", encoding="utf-8", newline="") as file:
            file.write(f"{name}<<{delimiter}\n{value}\n{delimiter}\n")
    except OSError as error:
        raise SourceError(f"cannot write {path}: {error.strerror}") from error


def set_outputs(values: Mapping[str, str]) -> None:
    """Make each value an output of the step; outside of a workflow do nothing. Raises SourceError as `set_output`."""
    if os.environ.get("GITHUB_OUTPUT"):
        for name, value in values.items():
            set_output(name, value)


def mask(secret: str) -> None:
    """Have the runner show `***` for `secret` in its log from now on; outside of a workflow nothing is said.

    Every line of it is masked for itself as well, since a log is searched line by line.
    """
    if not _in_workflow():
        return
    for part in dict.fromkeys([secret, *re.split(r"[\r\n]+", secret)]):
        if part.strip():
            _say(command("add-mask", part))


def stop_commands() -> None:
    """Have the runner obey nothing that this process prints from now on, until it ends; outside of a workflow: nothing.

    For processes in which code of others speaks. Said on stderr, so that stdout stays what was asked for; the runner
    stops for both. The token is random: what is printed cannot end it.
    """
    if not _in_workflow():
        return
    token = str(uuid4())
    _say(command("stop-commands", token))
    atexit.register(_say, command(token))


def _in_workflow() -> bool:
    return os.environ.get("GITHUB_ACTIONS") == "true"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()
