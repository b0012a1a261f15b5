"""Every variable of a prompt is declared in `x-sekisho.inputs`, and every declared input is used."""

from collections.abc import Iterator

from sekisho.model.kinds.prompt import Prompt
from sekisho.registry.document import Path
from sekisho.registry.problem import Problem, excerpt, one_of
from sekisho.registry.rules.inside.prompt_tests import LANGUAGE
from sekisho.registry.rules.subject import Subject
from sekisho.registry.rules.wording import near, template_problems
from sekisho.template import check_template

INPUTS: Path = ("x-sekisho", "inputs")


def check(subject: Subject) -> Iterator[Problem]:
    """Yield problems of the messages' templates, variables nobody declares and inputs nobody uses."""
    prompt: Prompt = subject.artifact
    declared = prompt.extension.inputs
    used: set[str] = set()
    readable = True
    for index, message in enumerate(prompt.messages):
        if "{" not in message.content:
            continue
        facts = check_template(message.content)
        path: Path = ("messages", index, "content")
        yield from template_problems(path, facts)
        readable = readable and not facts.problems
        used |= facts.variables
        for name in sorted(facts.variables - declared.keys() - {LANGUAGE}):
            expected = near(name, declared) or one_of(list(declared))
            at, words = message.content.find(name), "a variable no input declares"
            yield Problem("prompt/undeclared-variable", path, words, excerpt(name), expected, offset=at)
    for name in declared:
        path = (*INPUTS, name)
        if name == LANGUAGE:
            words, expected = "an input with a reserved name: it always is the dialogue's language", "no such input"
            yield Problem("prompt/reserved-input", path, words, excerpt(name), expected, at_key=True)
        elif readable and name not in used:
            yield Problem("prompt/unused-input", path, "an input no message uses", excerpt(name), at_key=True)


def few_shot(subject: Subject) -> Iterator[Problem]:
    """Yield a problem for a placeholder in an example: examples are sent as they are written."""
    prompt: Prompt = subject.artifact
    for index, example in enumerate(prompt.extension.few_shot):
        for field, text in (("user", example.user), ("assistant", example.assistant)):
            if "{{" in text or "{%" in text:
                path = ("x-sekisho", "few_shot", index, field)
                yield Problem("prompt/few-shot-template", path, "an example is sent as it is written", None, "no {{ }}")
