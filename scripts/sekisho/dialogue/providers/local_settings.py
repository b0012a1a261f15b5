"""What the engine is told, the same on every machine, and everything a state it saves depends on."""

import importlib.metadata
import platform
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from sekisho.errors import MissingExtraError
from sekisho.model.base import JsonObject
from sekisho.serialize import digest

THREADS = 1
SETTINGS: Mapping[str, int | bool] = MappingProxyType(
    {"n_ctx": 8192, "n_parallel": 1, "cache_ram_mib": 0, "n_ctx_checkpoints": 0, "warmup": False}
)
"""One slot, and no cache that depends on earlier calls. What is not named is the default of the engine's version."""

_PROCESSOR = Path("/proc/cpuinfo")
_FEATURES = ("model name", "flags", "Features")


def identity(weights_sha256: str) -> JsonObject:
    """Return what a saved state depends on beside its tokens; two states with equal identities are equal bytes.

    The engine picks its kernels by the processor's features, and they round differently: a cache that is carried to
    another machine is not used there. Raises MissingExtraError when the engine is not installed.
    """
    try:
        build = importlib.metadata.distribution("xllamacpp")
    except importlib.metadata.PackageNotFoundError as error:
        raise MissingExtraError("local", "the local model provider") from error
    return {
        "weights": weights_sha256,
        "engine": build.version,
        "build": digest(build.read_text("RECORD")),
        "settings": {**SETTINGS, "n_threads": THREADS},
        "machine": _machine(),
    }


def _machine() -> list[str]:
    try:
        lines = _PROCESSOR.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        lines = [platform.processor()]
    else:
        lines = [line for line in lines if line.startswith(_FEATURES)]
    return [platform.machine(), *sorted(set(lines))]
