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

CONTEXT_TOKENS = 8192


def parameters(weights: Path, folder: Path, name: str) -> Any:
    """Return the engine's parameters: one thread, one slot, and no cache that depends on earlier calls."""
    params = CommonParams()
    params.model.path = str(weights)
    params.hostnames = [str(folder / f"{name}.sock")]
    params.slot_save_path = f"{folder}{os.sep}"
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.cpuparams.n_threads = 1
    params.cpuparams_batch.n_threads = 1
    params.cache_ram_mib = 0
    params.n_ctx_checkpoints = 0
    params.warmup = False
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
