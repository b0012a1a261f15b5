"""The command line: arguments in, one call, exit code out."""

import os
import sys


def main() -> None:
    """Run `sekisho` with the arguments of the process and exit with a code of `ExitCode`."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every installed package
    from sekisho.cli.app import run

    sys.exit(run(sys.argv[1:]))
