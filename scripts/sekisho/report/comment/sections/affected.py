"""The change and everything that depends on it, drawn: prompt, model, tool or knowledge -> node, inside its workflow.

Labels are names that others chose: every character that is no letter, digit or blank is written as Mermaid's own
entity, so that no label can close its quotes, begin a directive or carry a link.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from sekisho.model.change import TestPlan
from sekisho.model.ref import CASES, Kind, Ref
from sekisho.report.comment.subject import Subject
from sekisho.report.markdown import details
from sekisho.report.safe import printable

MOST = 40
LABEL = 60
_OTHER = re.compile(r"[^\w /]|_(?=_)", re.ASCII)
Edges = Sequence[tuple[Ref, Ref]]


def affected_graph(subject: Subject) -> Iterator[str]:
    """Yield the graph of the affected things, at most 40 of them, those nearest to the change first."""
    plan, table = subject.report.plan, subject.words
    if plan is None or not plan.links:
        return
    changed = {change.ref for change in plan.change_set.changes if change.type and change.ref}
    edges = [(link.source, link.target) for link in plan.links]
    kept = _nearest(changed, edges)
    left = len({end for edge in edges for end in edge}) - len(kept)
    more = f"\n\n{table['graph-more'].format(count=left)}" if left > 0 else ""
    body = f"```mermaid\n{drawing(kept, changed, edges)}\n```\n\n{table['graph-legend']}{more}"
    yield details(f"{table['graph']}: {_counted(subject, plan)}", body)


def _counted(subject: Subject, plan: TestPlan) -> str:
    things = sum(ref.kind not in CASES for ref in plan.affected)
    return subject.words["n-things"].format(count=things)


def _nearest(changed: Iterable[Ref], edges: Edges) -> list[Ref]:
    """Return up to `MOST` things breadth first from what changed, so that what is cut is what is far away."""
    nodes = dict.fromkeys(end for edge in edges for end in edge)
    found = [ref for ref in nodes if ref in set(changed)]
    for ref in found:
        if len(found) >= MOST:
            break
        found += [target for source, target in edges if source == ref and target not in found]
    return found[:MOST]


def drawing(things: Sequence[Ref], changed: set[Ref], edges: Edges) -> str:
    """Return the Mermaid source: one box a thing, nodes inside their workflow, changed things in a heavy frame."""
    ids = {ref: f"n{number}" for number, ref in enumerate(things)}
    lines = ["flowchart LR"]
    for workflow in dict.fromkeys(ref.id for ref in things if ref.node):
        inside = [ref for ref in things if ref.kind is Kind.WORKFLOW and ref.id == workflow]
        lines.append(f'  subgraph w{len(lines)}["{label(workflow)}"]')
        lines += [f'    {ids[ref]}["{label(ref.node or workflow)}"]' for ref in inside]
        lines.append("  end")
    grouped = {ref.id for ref in things if ref.node}
    lines += [
        f'  {ids[ref]}(["{label(f"{ref.kind} {ref.id}")}"])'
        for ref in things
        if not (ref.kind is Kind.WORKFLOW and ref.id in grouped)
    ]
    lines += [f"  {ids[source]} --> {ids[target]}" for source, target in edges if source in ids and target in ids]
    marked = [ids[ref] for ref in things if ref in changed]
    if marked:
        lines += ["  classDef changed stroke-width:4px,stroke:#bf8700", f"  class {','.join(marked)} changed"]
    return "\n".join(lines)


def label(text: str) -> str:
    """Return a name as the text of a box."""
    return _OTHER.sub(lambda found: f"#{ord(found.group())};", printable(text, LABEL).strip()) or "-"
