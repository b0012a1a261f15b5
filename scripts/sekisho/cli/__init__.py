"""The command line: arguments in, one call, exit code out."""

import sys


def main() -> None:
    """Run `sekisho` with the arguments of the process and exit with a code of `ExitCode`."""
    from sekisho.cli.app import run

    sys.exit(run(sys.argv[1:]))
