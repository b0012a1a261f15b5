"""The words of the page: written in the report's language, and marked so that the page can change them at view time."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from sekisho.model.base import Language
from sekisho.model.verdict import GateCheck
from sekisho.report.markup import Html, element
from sekisho.report.reasons import check_name
from sekisho.report.wording import WORDS, words
from sekisho.serialize import canonical_json


@dataclass(frozen=True, slots=True)
class Voice:
    """Speaks in `language` and leaves a mark for the other one."""

    language: Language

    def text(self, key: str, **values: object) -> str:
        """Return a word as plain text."""
        return words(self.language)[key].format(**values)

    def say(self, key: str, **values: object) -> Html:
        """Return a word that follows the reader's choice of language."""
        if values:
            return element("span", self.text(key, **values), data_w=key, data_v=_values(values))
        return _word(self.language, key)

    def name(self, prefix: str, name: str) -> Html:
        """Return the word for `<prefix>.<name>`, or the name itself where there is none."""
        key = f"{prefix}.{name}"
        return self.say(key) if key in WORDS else element("span", name)

    def label(self, key: str, **values: object) -> Mapping[str, object]:
        """Return the attributes of an element whose label is a word."""
        return {"aria_label": self.text(key, **values), "data_l": key, "data_v": _values(values)}

    def both(self, english: str, japanese: str) -> Html:
        """Return a sentence that was written in both languages."""
        shown = japanese if self.language is Language.JA else english
        return (
            element("span", shown, data_en=english, data_ja=japanese) if english != japanese else element("span", shown)
        )

    def check(self, check: GateCheck) -> Html:
        """Return what a check is about."""
        return self.both(check_name(check, Language.EN), check_name(check, Language.JA))


@cache
def _word(language: Language, key: str) -> Html:
    return element("span", words(language)[key], data_w=key)


def _values(values: Mapping[str, object]) -> str | None:
    return canonical_json({key: str(value) for key, value in values.items()}) if values else None
