"""The command line: arguments in, one call, exit code out."""

import gc
import os
import sys


def main() -> None:
    """Run `sekisho` with the arguments of the process and exit with a code of `ExitCode`."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads every installed package
    from sekisho.cli.app import run

    code = run(sys.argv[1:])
    gc.freeze()  # what is left is freed by the end of the process; a last collection would only look at all of it
    sys.exit(code)
