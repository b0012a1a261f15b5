"""`retrieve`: searches a knowledge base."""

from sekisho.dialogue.parts import Parts
from sekisho.dialogue.turn import Turn
from sekisho.errors import WorkflowError
from sekisho.model.kinds.workflow import RetrieveNode
from sekisho.template import compile_expression


class Retrieve:
    """`nodes.<id>.documents` is a list of {id, title, text, score}, best first; empty when nothing fits."""

    failure = "exec.query"

    def __init__(self, node_id: str, node: RetrieveNode, parts: Parts) -> None:
        self._id = node_id
        self._knowledge = parts.find(parts.knowledge, node.knowledge, "knowledge base")
        self._query = compile_expression(node.query)
        self._top_k = node.top_k

    async def run(self, turn: Turn) -> None:
        """Search, and keep what was found."""
        query = self._query(turn.context)
        if not isinstance(query, str):
            raise WorkflowError(f"node {self._id!r} searches for {query!r:.60}, not a text", code=self.failure)
        documents = self._knowledge.search(query, turn.language, self._top_k)
        turn.retrieved.extend(document["id"] for document in documents)
        turn.keep(self._id, {"documents": documents})
