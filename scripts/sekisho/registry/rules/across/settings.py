"""Every `config.<name>` an expression reads is a setting, and every setting is read (a warning)."""

from collections.abc import Iterator

from sekisho.model.finding import Severity
from sekisho.model.ref import Kind
from sekisho.registry.extract.collector import undotted
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.subject import Joined, Located
from sekisho.registry.rules.wording import near


def check(joined: Joined) -> Iterator[Located]:
    """Yield unknown settings in workflows and settings no workflow reads."""
    read: set[tuple[str, str]] = set()
    for fact in joined.of(Kind.WORKFLOW):
        config = fact.details.get("config")
        known = (joined.details(Kind.CONFIG, config) or {}).get("settings", ())
        unreadable = config is not None and joined.details(Kind.CONFIG, config) is None
        for name, field in fact.details.get("settings", {}).items():
            read.add((str(config), name))
            if name not in known and not unreadable:
                expected = near(name, known) or one_of(known) if config else "a config: of the workflow"
                path = undotted(field)
                yield fact, Problem("workflow/unknown-setting", path, "an unknown setting", excerpt(name), expected)
    if joined.readable(Kind.WORKFLOW):
        yield from _unread(joined, read)


def _unread(joined: Joined, read: set[tuple[str, str]]) -> Iterator[Located]:
    for fact in joined.of(Kind.CONFIG):
        for name in fact.details.get("settings", ()):
            if (fact.id, name) not in read:
                message = "a setting no workflow reads"
                path = ("settings", name)
                problem = Problem(
                    "orphan/setting", path, message, excerpt(name), severity=Severity.WARNING, at_key=True
                )
                yield fact, problem
