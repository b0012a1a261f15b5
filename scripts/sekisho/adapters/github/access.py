"""Where GitHub's API is and what opens it. The token is a secret: no message, no repr and no other host sees it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from sekisho.adapters.files import read_bytes
from sekisho.adapters.target_http import is_loopback
from sekisho.errors import GitHubError

PUBLIC_API = "https://api.github.com"
TOKEN_BYTES = 4096
_TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
HOW = "set GITHUB_TOKEN, or give --token-file"


@dataclass(frozen=True, slots=True)
class Access:
    """The address of an API, without a final slash, and a token for it."""

    url: str
    token: str = field(repr=False)


def access_from(environment: Mapping[str, str], token_file: Path | None = None) -> Access:
    """Return the access that GITHUB_API_URL and GITHUB_TOKEN (or the file) describe.

    Raises GitHubError for an address that would send the token in the clear, and where there is no token.
    """
    url = checked_api(environment.get("GITHUB_API_URL") or PUBLIC_API)
    token = environment.get("GITHUB_TOKEN", "") if token_file is None else _read(token_file)
    return Access(url, checked_token(token))


def team_access(access: Access, environment: Mapping[str, str]) -> Access:
    """Return the access that may read teams: SEKISHO_TEAM_TOKEN where it is set, else `access`."""
    token = environment.get("SEKISHO_TEAM_TOKEN")
    return Access(access.url, checked_token(token)) if token else access


def checked_token(token: str) -> str:
    """Return the token without white space around it. Raises GitHubError, which does not show it, if it is none."""
    bare = token.strip()
    if not bare:
        raise GitHubError("there is no token for GitHub", hint=HOW)
    if not _TOKEN.fullmatch(bare):
        raise GitHubError("the token for GitHub holds characters that no token has", hint=HOW)
    return bare


def checked_api(url: str) -> str:
    """Return the address of an API. Raises GitHubError unless it is https, or on this machine."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if not host or parts.username or parts.password or parts.query or parts.fragment:
        raise GitHubError("GITHUB_API_URL is no address of an API", hint=f"such as {PUBLIC_API}")
    if not is_secure(url):
        raise GitHubError(f"GITHUB_API_URL ({host}) is not https: the token would be readable on its way")
    return url.rstrip("/")


def is_loopback_url(url: str) -> bool:
    """Whether an address is on this machine."""
    return is_loopback(urlsplit(url).hostname or "")


def is_secure(url: str) -> bool:
    """Whether nobody between here and there can read what is sent."""
    scheme = urlsplit(url).scheme
    return scheme == "https" or (scheme == "http" and is_loopback_url(url))


def origin(url: str) -> tuple[str, str, int | None]:
    """Return what two addresses share if they are the same server."""
    parts = urlsplit(url)
    return parts.scheme, (parts.hostname or "").lower(), parts.port


def _read(path: Path) -> str:
    data = read_bytes(path, TOKEN_BYTES + 1)
    return data.decode("ascii", errors="replace") if len(data) <= TOKEN_BYTES else "\x00"
