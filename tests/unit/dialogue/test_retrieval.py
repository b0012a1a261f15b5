"""BM25: its formula, its settings, ties, languages."""

import math
from typing import Any

import pytest

from sekisho.dialogue.retrieval import KnowledgeBase
from sekisho.model.base import Language
from sekisho.model.kinds.knowledge import Document, Knowledge


def base(settings: dict[str, Any] | None = None, **texts: str) -> KnowledgeBase:
    """A base of English documents: id=text, or id="title | text"."""
    parts = {name: text.rpartition(" | ") for name, text in texts.items()}
    documents = {
        name: Document(title={Language.EN: title or "-"}, text={Language.EN: text})
        for name, (title, _, text) in parts.items()
    }
    return KnowledgeBase(Knowledge.model_validate(settings or {}), documents)


def found(knowledge: KnowledgeBase, query: str, **options: Any) -> list[str]:
    """The ids found."""
    return [document["id"] for document in knowledge.search(query, Language.EN, **options)]


def test_the_score_is_bm25() -> None:
    """Recomputed by hand: two documents of two and four words, k1 1.2, b 0.75."""
    knowledge = base({"retrieval": {"title_weight": 0.0}}, a="fee fee", b="fee rule rule rule")
    one, two = knowledge.search("fee", Language.EN)
    rarity = math.log(1 + (2 - 2 + 0.5) / (2 + 0.5))
    assert (one["id"], two["id"]) == ("a", "b")
    assert one["score"] == pytest.approx(rarity * 2 / (2 + 1.2 * (0.25 + 0.75 * 2 / 3)), abs=1e-6)
    assert two["score"] == pytest.approx(rarity * 1 / (1 + 1.2 * (0.25 + 0.75 * 4 / 3)), abs=1e-6)
    (rare,) = knowledge.search("rules and rule", Language.EN)
    assert rare["score"] == pytest.approx(2 * math.log(1 + 1.5 / 1.5) * 3 / (3 + 1.2 * (0.25 + 0.75 * 4 / 3)), abs=1e-6)


def test_a_title_weighs_more_than_text() -> None:
    """A word of the title counts as often as the weight says."""
    knowledge = base(text="router lamp here", title="lamp | router here")
    assert found(knowledge, "lamp") == ["title", "text"]
    assert found(
        base({"retrieval": {"title_weight": 0.5}}, text="router lamp here", title="lamp | router here"), "lamp"
    ) == [
        "text",
        "title",
    ]


def test_ties_are_broken_by_id() -> None:
    """The same score gives the same order, whatever the order of the files."""
    assert found(base(b="fee", c="fee", a="fee"), "fee") == ["a", "b", "c"]


def test_how_many_are_found() -> None:
    """The base's `top_k`, unless the caller says otherwise."""
    many: dict[str, Any] = {f"d{number}": "fee" for number in range(9)}
    assert len(found(base(**many), "fee")) == 3
    assert len(found(base({"retrieval": {"top_k": 5}}, **many), "fee")) == 5
    assert len(found(base(**many), "fee", top_k=7)) == 7


def test_low_scores_are_left_out() -> None:
    """`min_score` is inclusive; without a common word nothing scores."""
    knowledge = base({"retrieval": {"min_score": 0.5}}, a="fee fee fee", b="rule fee", c="other things")
    assert found(knowledge, "fee rule") == ["b"]
    assert found(base(a="fee"), "rule") == []


def test_the_best_entry_of_a_document_stands_for_it() -> None:
    """A document of several paragraphs is found once, with the paragraph that fits best."""
    text = "The fee is ten.\n\nA fee, and the fee, and only the fee fee fee.\n\nNothing here."
    (best,) = base({"chunking": {"unit": "paragraph"}}, a=text).search("fee", Language.EN)
    assert best["text"].startswith("A fee, and")


def test_each_language_has_its_own_index() -> None:
    """A text in another language is not found, and an empty index finds nothing."""
    knowledge = base(a="fee")
    assert knowledge.search("fee", Language.JA) == []
    assert [document["id"] for document in knowledge.search("fee", Language.EN)] == ["a"]
    assert knowledge.search("fee", Language.EN) == knowledge.search("fee", Language.EN)


def test_a_document_without_a_title_in_the_language_has_an_empty_one() -> None:
    """The text alone makes a document."""
    document = Document(title={Language.JA: "料金"}, text={Language.EN: "fee"})
    knowledge = KnowledgeBase(Knowledge(), {"a": document})
    assert knowledge.search("fee", Language.EN)[0]["title"] == ""
