"""Faults of wording: what is said is not what was decided, or not in the way it should be."""

from collections.abc import Callable, Mapping

from sekisho.dialogue.injection.site import Change, Site
from sekisho.dialogue.turn import Turn
from sekisho.model.base import Json, Language
from sekisho.model.kinds.policy import SafetyPolicy
from sekisho.template import compile_template
from sekisho.template.language import MAX_TEXT
from sekisho.text.match import concept_holds

EMPTY_WORDS: Mapping[Language, str] = {Language.JA: "はい。", Language.EN: "All right."}
POLITE: Mapping[Language, str] = {Language.JA: "ありがとうございます。", Language.EN: "Thank you. "}


def says_nothing(site: Site) -> Change:
    """The reply is a phrase without content."""
    return _saying(lambda _turn: EMPTY_WORDS[site.trace.language])


def reworded(site: Site) -> Change:
    """The reply says the same, politely."""
    return _saying(lambda turn: POLITE[site.trace.language] + turn.reply)


def denies(site: Site) -> Change:
    """The reply denies what it states: the words of a concept's own negations stand around every sentence."""
    language = site.trace.language
    words = next(
        concept.negations[language][0]
        for _, concept in sorted(site.registry.concepts().items())
        if concept.negations.get(language) and concept_holds(site.trace.reply, concept)
    )
    return _saying(lambda turn: f"{words} {turn.reply}{words}")


def can_be_denied(site: Site) -> bool:
    """Say whether the reply states a concept that has words for its denial."""
    language = site.trace.language
    concepts = site.registry.concepts().values()
    return any(one.negations.get(language) and concept_holds(site.trace.reply, one) for one in concepts)


def other_language(site: Site) -> Change:
    """The reply comes in a language the user does not speak."""
    other = next(language for language in site.node.reply if language != site.trace.language)
    template = compile_template(site.node.reply[other])
    return _saying(lambda turn: template.render(turn.context, MAX_TEXT))


def has_translation(site: Site) -> bool:
    """Say whether the reply exists in another language."""
    return len(site.node.reply) > 1


def unrendered(site: Site) -> Change:
    """The reply is its own template."""
    return _saying(lambda _turn: site.node.reply[site.trace.language])


def prohibited(site: Site) -> Change:
    """The reply also says what no reply may say."""
    policy = next(policy for policy in site.registry.policies.values() if isinstance(policy, SafetyPolicy))
    concepts = site.registry.concepts()
    said = [concepts[name].variants.get(site.trace.language, ("",))[0] for name in policy.prohibited_concepts]
    words = site.dice.choice([*policy.prohibited_texts, *filter(None, said)])
    return _saying(lambda turn: f"{turn.reply} {words}")


def has_prohibited(site: Site) -> bool:
    """Say whether a policy prohibits anything."""
    policies = [policy for policy in site.registry.policies.values() if isinstance(policy, SafetyPolicy)]
    return any(policy.prohibited_texts or policy.prohibited_concepts for policy in policies)


def other_citation(site: Site) -> Change:
    """The reply cites a page it does not come from."""
    cited = site.dice.choice(sorted(site.registry.documents.keys() - set(site.trace.citations)))

    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.citations = [cited]

    return change


def _saying(words: Callable[[Turn], str]) -> Change:
    def change(turn: Turn, _before: Mapping[str, Json]) -> None:
        turn.reply = turn.state.last_reply = words(turn)

    return change
