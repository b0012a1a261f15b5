"""A knowledge base: how it is indexed and searched, and its documents (`knowledge/<base>/<document>.yaml`)."""

from typing import Literal

from pydantic import Field

from sekisho.model.base import Count, Float, Frozen, Id, LocalText, Positive, Text


class Index(Frozen):
    """BM25 parameters (Robertson & Zaragoza 2009) and the character n-gram length for Japanese text."""

    method: Literal["bm25"] = "bm25"
    k1: Float = Field(default=1.2, gt=0, le=3)
    b: Float = Field(default=0.75, ge=0, le=1)
    ngram: Positive = Field(default=2, le=4)


class Chunking(Frozen):
    """What one index entry is; longer texts are cut at sentence ends."""

    unit: Literal["document", "paragraph"] = "document"
    max_chars: Positive = 800
    overlap_chars: Count = 0


class Retrieval(Frozen):
    """How many entries are returned, and the score below which none is."""

    top_k: Positive = Field(default=3, le=50)
    min_score: Float = Field(default=0.0, ge=0)
    title_weight: Float = Field(default=2.0, ge=0)


class Rerank(Frozen):
    """A second ordering of the retrieved entries."""

    method: Literal["none"] = "none"


class Knowledge(Frozen):
    """The settings of one knowledge base."""

    description: str = ""
    index: Index = Index()
    chunking: Chunking = Chunking()
    retrieval: Retrieval = Retrieval()
    rerank: Rerank = Rerank()


class Document(Frozen):
    """One document of an embedded base, in each language it exists in."""

    title: LocalText = Field(min_length=1)
    text: LocalText = Field(min_length=1)
    tags: tuple[Id, ...] = ()
    source: Text | None = None
