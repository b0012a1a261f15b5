"""One engine in one process: it serves a socket, and ends when its standard input does.

The parent holds the other end, so a parent that is killed leaves no worker and no files behind.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

from xllamacpp import CommonParams, Server

from sekisho.dialogue.providers.local_engine import READY
from sekisho.dialogue.providers.local_settings import SETTINGS, THREADS


def parameters(weights: Path, folder: Path, name: str) -> Any:
    """Return the engine's parameters: the settings, and where its files are."""
    params = CommonParams()
    params.model.path = str(weights)
    params.hostnames = [str(folder / f"{name}.sock")]
    params.slot_save_path = f"{folder}{os.sep}"
    for setting, value in SETTINGS.items():
        setattr(params, setting, value)
    params.cpuparams.n_threads = THREADS
    params.cpuparams_batch.n_threads = THREADS
    params.verbosity = 1
    params.ui = False
    return params


def serve(weights: Path, folder: Path, name: str) -> None:
    """Load the weights, say READY to the parent, answer until the parent is gone, then remove `folder`.

    The parent is at the other end of standard input, which is a socket.
    """
    server = Server(parameters(weights, folder, name))
    os.write(sys.stdin.fileno(), READY)
    sys.stdin.buffer.read()
    shutil.rmtree(folder, ignore_errors=True)
    # A call may still be running in the engine's own threads: leaving must not wait for it.
    os._exit(0 if server else 1)
