"""The real engine on real weights: skipped, with the reason, where either is missing."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from sekisho.adapters.weights import WEIGHTS, locate
from sekisho.dialogue.providers.local import LocalProvider
from sekisho.dialogue.providers.local_prefixes import PrefixStore
from sekisho.dialogue.providers.local_settings import identity
from sekisho.errors import WeightsError
from sekisho.model.completion import ModelRequest

SAID = ("a room for two please", "部屋を取り消して")
SCHEMA = {
    "type": "object",
    "properties": {"intent": {"enum": ["BOOK", "CANCEL"]}},
    "required": ["intent"],
    "additionalProperties": False,
}


@pytest.fixture
def weights() -> Path:
    """Return the first verified weights file of this machine."""
    pytest.importorskip("xllamacpp", reason="the extra 'local' is not installed")
    reasons = []
    for name in WEIGHTS:
        try:
            return locate(name)
        except WeightsError as error:
            reasons.append(error.message)
    return pytest.skip("; ".join(reasons))


def test_answers_do_not_depend_on_order_or_process(
    weights: Path, request_for: Callable[..., ModelRequest], tmp_path: Path
) -> None:
    """Fresh providers, asked in opposite orders, give each request the same one text.

    It is the same whether the prefix was read by this process or by another; then nothing is read at all.
    """
    systems = ("Book or cancel? Reply as JSON.", "予約か取消か、JSONで。")
    requests = [request_for(said, system=system, response_schema=SCHEMA) for system in systems for said in SAID]
    store = PrefixStore(tmp_path, identity("these"))
    read: list[str] = []
    alone = asyncio.run(texts(LocalProvider(weights), requests))
    saving = asyncio.run(texts(LocalProvider(weights, prefixes=store), [*requests, requests[0]]))
    restoring = asyncio.run(texts(LocalProvider(weights, prefixes=store, notify=read.append), requests[::-1]))
    assert alone == saving == restoring
    assert len(alone) == len(requests)
    assert read == []


async def texts(opened: LocalProvider, requests: list[ModelRequest]) -> set[tuple[str, str]]:
    """Return each request with its answer's text; one with two different texts would be here twice."""

    async def ask(provider: LocalProvider, request: ModelRequest) -> tuple[str, str]:
        answer = await provider.complete(request, prompt="test", timeout_s=120.0)
        return request.model_dump_json(), answer.text

    with opened as provider:
        return set(await asyncio.gather(*(ask(provider, request) for request in requests)))
