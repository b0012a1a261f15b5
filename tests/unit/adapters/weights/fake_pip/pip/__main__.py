"""`python -m pip download ... --requirement FILE --dest FOLDER`, without a check: wrong bytes must be caught later."""

import os
import shutil
import sys
from pathlib import Path

arguments = dict(zip(sys.argv, sys.argv[1:], strict=False))
name = Path(arguments["--requirement"]).read_text(encoding="ascii").split("==")[0]
with (Path(os.environ["FAKE_PIP_WHEELS"]) / "log").open("a", encoding="utf-8") as log:
    log.write(f"{name}\n")
found = sorted(Path(os.environ["FAKE_PIP_WHEELS"]).glob(f"{name}*.whl"))
if not found:
    sys.exit(f"ERROR: No matching distribution found for {name}" if name != "mute" else 1)
for wheel in found:
    shutil.copy(wheel, arguments["--dest"])
