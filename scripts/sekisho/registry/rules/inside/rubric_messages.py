"""A rubric's messages show the judge all it must see, and keep the text of others where it is only data."""

from collections.abc import Iterator

from sekisho.model.completion import Role
from sekisho.model.kinds.rubric import FIXED, UNTRUSTED, Rubric
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.inside.prompt_tests import LANGUAGE
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near, template_problems
from sekisho.template import check_template

GIVEN = (*UNTRUSTED, *FIXED)


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of the templates, and variables that are unknown, left out or in a message that is obeyed."""
    rubric: Rubric = subject.artifact
    used: set[str] = set()
    readable = True
    for index, message in enumerate(rubric.messages):
        path: Path = ("messages", index, "content")
        facts = check_template(message.content)
        yield from template_problems(path, facts)
        yield from _names(path, message.content, facts.variables)
        if message.role is Role.SYSTEM:
            yield from _trusted(path, message.content, facts.variables)
        readable = readable and not facts.problems
        used |= facts.variables
    for name in GIVEN if readable else ():
        if name not in used:
            words = "no message shows the judge"
            yield Problem(
                "rubric/unused-variable", ("messages",), words, excerpt(name), f"{{{{ {name} }}}}", at_key=True
            )


def _names(path: Path, content: str, variables: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(variables - {*GIVEN, LANGUAGE}):
        expected = near(name, GIVEN) or one_of([*GIVEN, LANGUAGE])
        words = "a variable no rubric is given"
        yield Problem("rubric/unknown-variable", path, words, excerpt(name), expected, offset=content.find(name))


def _trusted(path: Path, content: str, variables: frozenset[str]) -> Iterator[Problem]:
    for name in sorted(variables & set(UNTRUSTED)):
        words = "the text of others in a system message"
        at = content.find(name)
        yield Problem("rubric/system-text", path, words, excerpt(name), "a user message for it", offset=at)
