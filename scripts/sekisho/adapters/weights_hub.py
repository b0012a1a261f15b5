"""Weights from their publisher's hub over HTTPS. An interrupted download goes on where it stopped."""

import http.client
import os
import urllib.error
import urllib.request
from contextlib import AbstractContextManager
from http import HTTPStatus
from pathlib import Path

from sekisho.adapters.weights import CHUNK_BYTES, Weights
from sekisho.errors import WeightsError
from sekisho.ports import Progress

HUB = "https://huggingface.co"
TIMEOUT_S = 30.0


def hub_url(weights: Weights) -> str:
    """Return where the hub, `$SEKISHO_HUB` or the publisher's own, serves the file.

    Raises WeightsError when the address is not an HTTP one.
    """
    hub = os.environ.get("SEKISHO_HUB", HUB).rstrip("/")
    if not hub.startswith(("https://", "http://")):
        raise WeightsError(f"SEKISHO_HUB must be an HTTP address, found {hub!r}")
    return f"{hub}/{weights.hub_repo}/resolve/main/{weights.file}"


def download(weights: Weights, partial: Path, progress: Progress) -> None:
    """Bring `partial` to the length of `weights`, adding to what it holds; progress is in bytes.

    Raises WeightsError when the hub refuses, is silent or stops early; what arrived stays for the next attempt.
    """
    have = partial.stat().st_size if partial.is_file() else 0
    if have >= weights.bytes:
        return
    progress.start(f"{weights.name} from its publisher", weights.bytes)
    try:
        with _open(hub_url(weights), have) as response:
            start = have if response.status == HTTPStatus.PARTIAL_CONTENT else 0
            progress.advance(start)
            _store(response, partial, start, progress, weights.bytes)
    except urllib.error.HTTPError as error:
        error.close()
        raise WeightsError(f"the hub answered {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException) as error:
        raise WeightsError(f"the download stopped: {getattr(error, 'reason', error)}") from error
    finally:
        progress.finish()
    size = partial.stat().st_size
    if size < weights.bytes:
        raise WeightsError(
            f"the download stopped at {size} of {weights.bytes} bytes", hint="run it again to go on from there"
        )


def _open(url: str, have: int) -> AbstractContextManager[http.client.HTTPResponse]:
    opener = urllib.request.build_opener()
    opener.addheaders = [("User-Agent", "sekisho"), ("Accept-Encoding", "identity")]
    if have:
        opener.addheaders.append(("Range", f"bytes={have}-"))
    response: AbstractContextManager[http.client.HTTPResponse] = opener.open(url, timeout=TIMEOUT_S)
    return response


def _store(response: http.client.HTTPResponse, partial: Path, start: int, progress: Progress, limit: int) -> None:
    with partial.open("ab") as file:
        file.truncate(start)
        while file.tell() <= limit and (chunk := response.read(CHUNK_BYTES)):
            file.write(chunk)
            progress.advance(len(chunk))
