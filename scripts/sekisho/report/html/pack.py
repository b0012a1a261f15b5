"""Dialogues stored compressed in the page: eight turns of five hundred cases are 10 MB of markup and 0.3 MB like this.

The page unpacks them with the browser's own DecompressionStream; no library, no network.
"""

import base64
import json
import zlib
from collections.abc import Mapping

from sekisho.report.markup import Html


def packed(value: Mapping[str, object]) -> Html:
    """Return an element that holds `value` as deflated JSON in base64, which the browser does not run."""
    data = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")
    text = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    return Html(f'<script type="application/octet-stream" id="packed">{text}</script>')
