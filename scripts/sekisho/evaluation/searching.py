"""Cases that ask a knowledge base itself: what is found is judged, and no model has a part in it."""

from sekisho.errors import WorkflowError
from sekisho.model.kinds.case import CaseBase, GoldenCase, Search
from sekisho.model.trace import Conversation, TurnError, TurnTrace
from sekisho.ports import Searchable, Target


def searched(case: CaseBase, target: Target) -> Conversation | None:
    """Return what the questions of a search find, as a conversation without a word; None for every other case.

    A base that does not exist is the agent's error, a target that cannot be searched the harness's.
    """
    search = case.search if isinstance(case, GoldenCase) else None
    if search is None:
        return None
    turns: list[TurnTrace] = []
    for turn in case.turns:
        turns.append(_turn(turn.user, case, search, target))
        if turns[-1].error is not None:
            break
    return Conversation(turns=tuple(turns))


def _turn(question: str, case: CaseBase, search: Search, target: Target) -> TurnTrace:
    trace = TurnTrace(user=question, language=case.language)
    if not isinstance(target, Searchable):
        error = TurnError(code="exec.search", message="this target has no knowledge base to ask", fault="harness")
        return trace.model_copy(update={"error": error})
    try:
        return trace.model_copy(update={"retrieved": tuple(target.search(question, search, case.language))})
    except WorkflowError as failure:
        error = TurnError(code=failure.code, message=failure.message, fault=failure.at_fault)
        return trace.model_copy(update={"error": error})
