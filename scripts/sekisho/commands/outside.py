"""Targets outside the registry: a Python callable or a service, by the words of the command line."""

import sys
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, redirect_stdout
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from sekisho.adapters.target_callable import asking, import_callable, source_of
from sekisho.adapters.target_dialogue import OutsideTarget, fresh_sessions
from sekisho.errors import UsageError
from sekisho.model.base import Bool, Float, Frozen, Text
from sekisho.ports import Target
from sekisho.serialize import digest


class OutsideOptions(Frozen):
    """`spec` is `package.module:callable` or an address; `version` is what its owner calls this state of it.

    `timed`: measure turns that tell no latency; None: those of a service, since a run file is to be the same twice.
    """

    spec: Text
    version: str = ""
    timeout_s: Float = 60.0
    timed: Bool | None = None

    @property
    def service(self) -> bool:
        """Whether it is asked over a network."""
        return "://" in self.spec


class Outside(NamedTuple):
    """A target made ready: opened in the event loop; `behaviour` is the digest of all that is known of it."""

    open: Callable[[], AbstractAsyncContextManager[Target]]
    behaviour: str


def outside(root: Path, options: OutsideOptions, concurrency: int) -> Outside:
    """Return the target `options` name; modules are looked for in `root`, too.

    Raises UsageError for what is neither, TargetError for what cannot be opened.
    """
    if options.service:
        return _service(options, concurrency)
    if ":" in options.spec:
        return _callable(root, options)
    raise UsageError(f"{options.spec!r} is no target", hint="package.module:function or http://127.0.0.1:8080/turn")


def _callable(root: Path, options: OutsideOptions) -> Outside:
    with redirect_stdout(sys.stderr):
        function = import_callable(options.spec, root)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Target]:
        with redirect_stdout(sys.stderr):
            clock = time.monotonic if options.timed else None
            yield OutsideTarget(asking(function, options.timeout_s), fresh_sessions(), clock)

    source = source_of(function).decode("utf-8", "replace")
    return Outside(opened, digest([options.spec, options.version, source]))


def _service(options: OutsideOptions, concurrency: int) -> Outside:
    from sekisho.adapters.target_http import HttpTarget, checked_url

    url = checked_url(options.spec)

    @asynccontextmanager
    async def opened() -> AsyncIterator[Target]:
        async with HttpTarget(url, options.timeout_s, concurrency, lambda: datetime.now(UTC)) as service:
            yield OutsideTarget(service.ask, fresh_sessions(), None if options.timed is False else time.monotonic)

    return Outside(opened, digest([options.spec, options.version]))
