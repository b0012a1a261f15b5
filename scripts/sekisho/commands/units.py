"""Unit tests of the prompts a plan names, on one side: each row of test data is answered by the side's provider."""

from collections.abc import Mapping, Sequence

from sekisho.commands.side import Side
from sekisho.dialogue.program import prompt_of
from sekisho.evaluation.prompt_units import run_prompt_units
from sekisho.model.base import Json, Language
from sekisho.model.change import PlannedSuite
from sekisho.model.run import CaseResult


async def unit_tests(side: Side, suites: Sequence[PlannedSuite]) -> tuple[CaseResult, ...]:
    """Return the results of every row of the prompts in `suites` that this side has."""
    wanted = {name for suite in suites for name in suite.prompts}
    prompts = {name: prompt for name, prompt in side.registry.prompts.items() if name in wanted}

    async def answer(prompt_id: str, row: Mapping[str, Json]) -> str:
        prompt = prompt_of(prompt_id, side.registry)
        route = prompt.routes[0]
        request = prompt.request(route, prompt.render(row, Language.EN), trial=0)
        answered = await side.provider.complete(request, prompt=prompt_id, timeout_s=route.settings.timeout_s)
        return answered.text

    return await run_prompt_units(prompts, answer)
