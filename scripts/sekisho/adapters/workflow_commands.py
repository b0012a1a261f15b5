"""What a step tells the runner of GitHub Actions, in the file format of npm @actions/core."""

import os
from pathlib import Path
from uuid import uuid4

from sekisho.errors import SourceError


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
