"""One client of GitHub's REST API: what can be repeated is, what cannot is looked for first, nothing is unbounded.

Redirects are followed on the same server only, and the token goes nowhere else.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypeVar
from urllib.parse import quote, urljoin, urlsplit

from pydantic import ValidationError

from sekisho.adapters.github.access import Access, is_loopback_url, is_secure, origin
from sekisho.adapters.github.transport import Lost, Transport, Unreached
from sekisho.adapters.github.waiting import SERVER_ERROR, Reply, Waiting, is_limited, pause
from sekisho.errors import AnswerLostError, GitHubError
from sekisho.model.base import Json
from sekisho.text.one_line import one_line

if TYPE_CHECKING:
    from sekisho.adapters.github.shapes import Shape

API_VERSION = "2022-11-28"
MAX_PAGES = 50
MAX_REDIRECTS = 3
PER_PAGE = 100
REPEATABLE = frozenset({"GET", "DELETE"})
"""What may be sent again unseen: a POST would make a second thing, a PATCH could undo what a newer run has written."""

S = TypeVar("S", bound="Shape")
Params = Mapping[str, str | int]
NO_PARAMS: Params = MappingProxyType({})


class Call(NamedTuple):
    """One request. `path` is below the API's address, or a whole address on the same server."""

    method: str
    path: str
    params: Params = NO_PARAMS
    body: Json = None


class Client:
    """Asks the API at `access`; use it in a `with`. Every method raises GitHubError when there is no usable answer."""

    def __init__(self, access: Access, waiting: Waiting) -> None:
        self.access = access
        self.waiting = waiting
        self._transport = Transport(waiting.now, proxies=not is_loopback_url(access.url))
        self._headers = {
            "accept": "application/vnd.github+json",
            "accept-encoding": "identity",
            "authorization": f"Bearer {access.token}",
            "user-agent": "sekisho",
            "x-github-api-version": API_VERSION,
        }

    def get(self, shape: type[S], path: str, **params: str | int) -> S:
        """Return one thing."""
        call = Call("GET", path, params)
        return self._shaped(shape, self._json(call, self._answer(call)), call)

    def pages(self, shape: type[S], path: str, *, key: str = "", **params: str | int) -> tuple[S, ...]:
        """Return the things of every page; `key` is where an answer keeps them, beside the `total_count` it promises.

        Raises GitHubError rather than return some of them.
        """
        found: list[S] = []
        total: int | None = None
        call = Call("GET", path, {**params, "per_page": PER_PAGE})
        for page, answered in self._each_page(call):
            items = page.get(key) if key and isinstance(page, dict) else page
            if not isinstance(items, list):
                raise GitHubError(f"{_named(call)} gave a page that is no list")
            found += [self._shaped(shape, item, answered) for item in items]
            total = page.get("total_count") if isinstance(page, dict) else None
        if isinstance(total, int) and len(found) < total:
            raise GitHubError(f"{_named(call)} promised {total} entries and gave {len(found)}")
        return tuple(found)

    def create(self, shape: type[S], path: str, body: Json, find: Callable[[], S | None]) -> S:
        """Make something once: where the answer is lost, `find` looks whether it was made before it is sent again."""
        call = Call("POST", path, body=body)
        for _ in range(self.waiting.attempts):
            try:
                return self._shaped(shape, self._json(call, self._answer(call)), call)
            except AnswerLostError as error:
                lost = error
                if (made := find()) is not None:
                    return made
        raise lost

    def change(self, shape: type[S], path: str, body: Json) -> S:
        """Set fields of one thing, with one request. Raises AnswerLostError, after a pause, when to look again."""
        call = Call("PATCH", path, body=body)
        return self._shaped(shape, self._json(call, self._answer(call)), call)

    def remove(self, path: str) -> None:
        """Delete one thing; it is fine if it is gone already."""
        try:
            self._answer(Call("DELETE", path))
        except GitHubError as error:
            if error.status != 404:
                raise

    def location(self, path: str) -> str:
        """Return where the API says something lies, on whatever server that is; it is not asked, and not shown."""
        call = Call("GET", path)
        reply = self._repeated(call)
        where = reply.headers.get("location", "")
        if reply.status not in (301, 302, 303, 307, 308) or not where:
            raise self._refusal(call, reply)
        target = urljoin(self._url(path), where)
        if not is_secure(target):
            raise GitHubError(f"{_named(call)} leads to an address that is not https")
        return target

    def _each_page(self, call: Call) -> Iterator[tuple[Json, Call]]:
        for _ in range(MAX_PAGES):
            reply = self._answer(call)
            yield self._json(call, reply), call
            following = self._transport.next_link(reply)
            if following is None:
                return
            call = Call("GET", self._same_server(call, following))
        raise GitHubError(f"{_named(call)} has more than {MAX_PAGES} pages")

    def _answer(self, call: Call) -> Reply:
        """Return a reply that is a success, following redirects on the same server."""
        for _ in range(MAX_REDIRECTS + 1):
            reply = self._repeated(call)
            if 200 <= reply.status < 300:
                return reply
            where = reply.headers.get("location", "")
            follows = reply.status in (307, 308) or (reply.status in (301, 302) and call.method == "GET")
            if not (follows and where):
                raise self._refusal(call, reply)
            call = call._replace(path=self._same_server(call, where), params=NO_PARAMS)
        raise GitHubError(f"{_named(call)} is redirected again and again")

    def _repeated(self, call: Call) -> Reply:
        """Send until there is an answer to keep, as often and as long as `waiting` allows."""
        waited = 0.0
        for attempt in range(self.waiting.attempts):
            reply, reason, applied = self._once(call)
            if reply is not None and not is_limited(reply) and reply.status < SERVER_ERROR:
                return reply
            seconds = pause(reply, attempt, self.waiting)
            waited += seconds
            if waited > self.waiting.budget_s:
                break
            looks_first = call.method not in REPEATABLE and (applied or call.method == "PATCH")
            if looks_first or attempt + 1 < self.waiting.attempts:
                self.waiting.say(f"{_named(call)}: {reason}; going on in {seconds:.0f} s")
                self.waiting.sleep(seconds)
            if looks_first:
                raise AnswerLostError(f"{_named(call)}: {reason}; it may have been done")
        asks = f"; it asks to wait {seconds:.0f} s" if reply is not None and is_limited(reply) else ""
        raise GitHubError(
            f"{_named(call)}: {reason}{asks}",
            hint="run it again later" if reply is not None else "is GitHub up, and GITHUB_API_URL right?",
            status=reply.status if reply is not None else None,
        )

    def _once(self, call: Call) -> tuple[Reply | None, str, bool]:
        """Return the answer or None, what went wrong with it, and whether the request may have been carried out."""
        content = None if call.body is None else json.dumps(call.body).encode()
        try:
            reply = self._transport.send(
                call.method, self._url(call.path), self._headers, params=call.params, content=content
            )
        except Unreached as error:
            return None, f"cannot be reached ({error})", False
        except Lost as error:
            return None, f"gave no whole answer ({error})", True
        if is_limited(reply):
            return reply, f"is refused for now, the rate limit is reached ({reply.status})", False
        return reply, f"answered {reply.status}", reply.status >= SERVER_ERROR

    def _json(self, call: Call, reply: Reply) -> Json:
        try:
            return json.loads(reply.body)
        except (ValueError, RecursionError) as error:
            kind = AnswerLostError if call.method not in REPEATABLE else GitHubError
            raise kind(f"{_named(call)} gave an answer that is not JSON, or not all of it") from error

    def _shaped(self, shape: type[S], value: Json, call: Call) -> S:
        try:
            return shape.model_validate(value)
        except ValidationError as error:
            first = error.errors(include_input=False, include_url=False)[0]
            place = ".".join(map(str, first["loc"]))
            raise GitHubError(f"{_named(call)} gave an answer of another shape: {place}: {first['msg']}") from error

    def _refusal(self, call: Call, reply: Reply) -> GitHubError:
        message = f"{_named(call)} is refused with {reply.status}"
        if said := _message(reply):
            message += f": {said.replace(self.access.token, '***')}"
        return GitHubError(message, hint=HINTS.get(reply.status), status=reply.status)

    def _same_server(self, call: Call, where: str) -> str:
        target = urljoin(self._url(call.path), where)
        if origin(target) != origin(self.access.url):
            raise GitHubError(f"{_named(call)} leads to another server, which the token is not for")
        return target

    def _url(self, path: str) -> str:
        return path if urlsplit(path).scheme else f"{self.access.url}/{path}"

    def __enter__(self) -> "Client":
        return self

    def __exit__(self, *_: object) -> None:
        self._transport.close()


HINTS: Mapping[int, str] = {
    401: "is the token still valid, and for this server?",
    403: "give the job the permission it lacks (permissions: in the workflow)",
    404: "GitHub says this too where the token may not read it",
}


def _message(reply: Reply) -> str:
    try:
        said = json.loads(reply.body[:10_000])
    except (ValueError, RecursionError):
        return ""
    return one_line(said["message"], 200) if isinstance(said, dict) and isinstance(said.get("message"), str) else ""


def _named(call: Call) -> str:
    """Name a request for a message, without what its address asks for."""
    return f"GitHub: {call.method} /{one_line(urlsplit(call.path).path.lstrip('/'), 120)}"


def part(text: str) -> str:
    """Return text as one part of a path, whatever it holds."""
    return quote(text, safe="")
