"""Downloads from a hub on this machine that can misbehave."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from sekisho.adapters.weights import Weights, WeightsState, locate, partial_of, path_of, state_of
from sekisho.adapters.weights_fetch import fetch
from sekisho.adapters.weights_hub import HUB, hub_url
from sekisho.errors import WeightsError

PATH = "/someone/tiny/resolve/main/tiny.gguf"


class Hub(ThreadingHTTPServer):
    """Serves `content` as `behaviour` says, and remembers the ranges it was asked for."""

    daemon_threads = True

    def __init__(self, content: bytes) -> None:
        super().__init__(("127.0.0.1", 0), HubHandler)
        self.content = content
        self.behaviour = "good"
        self.ranges: list[str | None] = []


class HubHandler(BaseHTTPRequestHandler):
    """One request."""

    server: Hub

    def do_GET(self) -> None:
        """Serve the file, from the start of the range on."""
        if self.path == PATH and self.server.behaviour == "redirect":
            self.send_response(302)
            self.send_header("Location", "/elsewhere")
            self.end_headers()
            return
        self.server.ranges.append(self.headers["Range"])
        if self.path not in (PATH, "/elsewhere") or self.server.behaviour == "gone":
            self.send_error(404)
            return
        self._send()

    def _send(self) -> None:
        wanted = self.headers["Range"]
        start = int(wanted[6:-1]) if wanted and self.server.behaviour != "rangeless" else 0
        content = self.server.content[start:]
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: len(content) // 2] if self.server.behaviour == "hasty" else content)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def hub(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that is asked instead of the publisher's."""
    with Hub(content) as server:
        monkeypatch.setenv("SEKISHO_HUB", f"http://127.0.0.1:{server.server_port}/")
        monkeypatch.setenv("NO_PROXY", "127.0.0.1")
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def begun(weights: Weights, content: bytes) -> Path:
    """Leave a partial file, as an interrupted download does."""
    partial_of(weights).parent.mkdir(parents=True)
    partial_of(weights).write_bytes(content)
    return partial_of(weights)


@pytest.mark.parametrize("behaviour", ["good", "redirect"])
def test_a_download_becomes_verified_weights(
    hub: Hub, tiny: Weights, content: bytes, progress: Any, behaviour: str
) -> None:
    """The file is complete, verified and alone, and progress counted its bytes."""
    hub.behaviour = behaviour
    path = fetch("tiny", "hub", progress)
    assert path == locate("tiny")
    assert path.read_bytes() == content
    assert state_of(tiny.name) is WeightsState.READY
    assert not partial_of(tiny).exists()
    assert (progress.label, progress.total) == ("tiny from its publisher", len(content))
    assert (progress.done, progress.finished) == (len(content), 1)


@pytest.mark.parametrize("behaviour", ["good", "redirect"])
def test_an_interrupted_download_goes_on(
    hub: Hub, tiny: Weights, content: bytes, progress: Any, behaviour: str
) -> None:
    """Only the missing bytes are asked for, also across a redirect."""
    hub.behaviour = behaviour
    begun(tiny, content[:1000])
    assert fetch("tiny", "hub", progress).read_bytes() == content
    assert hub.ranges == ["bytes=1000-"]
    assert progress.done == len(content)


def test_a_hub_without_ranges_starts_over(hub: Hub, tiny: Weights, content: bytes, progress: Any) -> None:
    """When the whole file comes, it replaces what was there."""
    hub.behaviour = "rangeless"
    begun(tiny, b"x" * 1000)
    assert fetch("tiny", "hub", progress).read_bytes() == content
    assert progress.done == len(content)


def test_a_download_that_stops_early_is_kept_for_the_next(
    hub: Hub, tiny: Weights, content: bytes, progress: Any
) -> None:
    """Half a file is an error and never weights; asking again completes it."""
    hub.behaviour = "hasty"
    with pytest.raises(WeightsError, match=f"{len(content) // 2} of {len(content)} bytes|IncompleteRead"):
        fetch(tiny.name, "hub", progress)
    assert state_of("tiny") is WeightsState.PARTIAL
    hub.behaviour = "good"
    assert fetch(tiny.name, "hub", progress).read_bytes() == content
    assert hub.ranges == [None, f"bytes={len(content) // 2}-"]


@pytest.mark.parametrize("longer", [b"", b"and more" * 100])
def test_other_bytes_are_thrown_away(hub: Hub, tiny: Weights, content: bytes, progress: Any, longer: bytes) -> None:
    """A hub that serves another file, or an endless one, leaves nothing behind."""
    hub.content = content[::-1] + longer
    with pytest.raises(WeightsError, match="not the published file"):
        fetch("tiny", "hub", progress)
    assert not partial_of(tiny).exists()
    assert not path_of(tiny).exists()


def test_a_finished_partial_needs_no_hub(hub: Hub, tiny: Weights, content: bytes, progress: Any) -> None:
    """A kill after the last byte costs only the check."""
    begun(tiny, content)
    assert fetch("tiny", "hub", progress).read_bytes() == content
    assert hub.ranges == []


def test_a_missing_file_is_an_error(hub: Hub, tiny: Weights, progress: Any) -> None:
    """The hub's own answer is the reason."""
    hub.behaviour = "gone"
    with pytest.raises(WeightsError, match=f"cannot fetch {tiny.name}: hub: the hub answered 404"):
        fetch("tiny", "hub", progress)


def test_an_unreachable_hub_is_an_error(
    tiny: Weights, progress: Any, content: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A closed port is named as such, and progress is over."""
    with Hub(content) as closed:
        monkeypatch.setenv("SEKISHO_HUB", f"http://127.0.0.1:{closed.server_port}")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with pytest.raises(WeightsError, match=f"cannot fetch {tiny.name}: hub: the download stopped: .*refused"):
        fetch("tiny", "hub", progress)
    assert progress.finished == 1


def test_the_publisher_is_asked_by_default(tiny: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the variable the address is the publisher's own."""
    monkeypatch.delenv("SEKISHO_HUB", raising=False)
    assert hub_url(tiny) == HUB + PATH


def test_a_hub_is_an_http_address(tiny: Weights, monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable cannot make it read local files."""
    monkeypatch.setenv("SEKISHO_HUB", "file:///etc")
    with pytest.raises(WeightsError, match="must be an HTTP address"):
        hub_url(tiny)
