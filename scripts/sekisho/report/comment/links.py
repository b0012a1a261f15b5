"""Links made of parts that we know ourselves; without those parts the same things as plain text."""

import re
from typing import Annotated
from urllib.parse import quote

from pydantic import StringConstraints

from sekisho.model.base import Frozen
from sekisho.report.markdown import markdown_code

LONGEST = 500
_SAFE = re.compile(r"[A-Za-z0-9:/._~#%-]+")
_ADDRESS = r"^(https://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[A-Za-z0-9._~-]+)*)?$"

Address = Annotated[str, StringConstraints(pattern=_ADDRESS, max_length=LONGEST)]


class CommentLinks(Frozen):
    """Where things can be looked at: the repository's page, the commit that was judged, the run, its HTML report.

    All come from the event and the API, none from the change; an address is https and has no query. "" is unknown.
    """

    repository: Address = ""
    commit: Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{40}|[0-9a-f]{64})?$")] = ""
    run: Address = ""
    report: Address = ""

    def file(self, path: str, line: int = 0) -> str:
        """Return a file of the judged commit as Markdown, as a link where its page is known."""
        label = markdown_code(f"{path}:{line}" if line else path)
        known = self.repository and self.commit and len(path) <= LONGEST
        if not known or any(part in ("", ".", "..") for part in path.split("/")):
            return label
        place = quote(path, safe="/", errors="surrogatepass")
        return f"[{label}]({self.repository}/blob/{self.commit}/{place}{f'#L{line}' if line else ''})"

    def revision(self, name: str) -> str:
        """Return a revision as Markdown; a link for a commit of this repository."""
        commit = len(name) in (40, 64) and set(name) <= set("0123456789abcdef")
        label = markdown_code(name[:12] if commit else name, 60)
        return f"[{label}]({self.repository}/commit/{name})" if commit and self.repository else label

    def evidence(self, link: str, label: str) -> str:
        """Return a link that leads into this repository or run; "" for every other."""
        ours = any(base and link.startswith(f"{base}/") for base in (self.repository, self.run))
        inside = not any(part in (".", "..") for part in link.split("/"))
        safe = len(link) <= LONGEST and _SAFE.fullmatch(link)
        return f"[{label}]({link})" if ours and inside and safe else ""
