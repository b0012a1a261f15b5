"""What a text is indexed by: words in Latin script, overlapping character n-grams in Japanese script."""

import re
import unicodedata
from collections.abc import Iterator

_RUNS = re.compile(r"(?P<word>[a-z0-9]+)|(?P<japanese>[ぁ-ゖァ-ヺー々〆ヵヶ\u3400-\u9fff]+)")


def terms(text: str, ngram: int) -> Iterator[str]:
    """Yield the terms of `text` in order, repeats included. A Japanese run shorter than `ngram` is one term."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("'s", "")
    for run in _RUNS.finditer(folded):
        if run["word"] is not None:
            yield stem(run["word"])
        else:
            japanese = run["japanese"]
            yield from (japanese[at : at + ngram] for at in range(max(1, len(japanese) - ngram + 1)))


def stem(word: str) -> str:
    """Take the plural off an English word: the S-stemmer of Harman (1991), "How effective is suffixing?", table 1."""
    if word.endswith("ies") and not word.endswith(("eies", "aies")):
        return word[:-3] + "y"
    if word.endswith("es") and not word.endswith(("aes", "ees", "oes")):
        return word[:-1]
    if word.endswith("s") and not word.endswith(("us", "ss")):
        return word[:-1]
    return word
