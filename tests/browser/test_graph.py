"""The graph of a comment as Mermaid itself draws it, in a real browser: whatever things are called, it is a drawing."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from sekisho.model.ref import Kind, Ref
from sekisho.report.comment.sections.affected import drawing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TESTS = Path(__file__).parents[1]
MERMAID = TESTS / "workflows" / "node_modules" / "@mermaid-js" / "tiny" / "dist" / "mermaid.tiny.js"
RENDER = """async sources => {
  mermaid.initialize({startOnLoad: false, securityLevel: "strict"});
  const found = [];
  for (const [number, source] of sources.entries()) {
    try {
      const drawn = new DOMParser().parseFromString((await mermaid.render("g" + number, source)).svg, "text/html");
      const all = [...drawn.querySelectorAll("*")];
      const active = all.flatMap(part => [...part.attributes])
        .filter(one => one.name.startsWith("on") || /^\\s*javascript:/i.test(one.value)).map(one => one.name);
      found.push({
        boxes: drawn.querySelectorAll("g.node").length,
        active: active.concat(all.map(part => part.localName)
          .filter(name => ["script", "img", "iframe", "a", "object", "embed", "form"].includes(name))),
      });
    } catch (error) {
      found.push({boxes: 0, active: [String(error)]});
    }
  }
  return found;
}"""


def _texts() -> list[str]:
    files = sorted((TESTS / "examples" / "hostile").glob("*.jsonl"))
    lines = [json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines() if line]
    return [line if isinstance(line, str) else line["text"] for line in lines]


def _graph(text: str) -> str:
    """Draw a prompt, two nodes of a workflow and a tool that all bear the name."""
    prompt, tool = Ref(kind=Kind.PROMPT, id=text), Ref(kind=Kind.TOOL, id=f"x{text}")
    nodes = [Ref(kind=Kind.WORKFLOW, id=text, node=name) for name in (text, f"{text}{text}"[:3000])]
    return drawing([prompt, tool, *nodes], {prompt}, [(prompt, nodes[0]), (tool, nodes[1])])


def test_mermaid_draws_every_name_and_obeys_none(browser: "Browser") -> None:
    """Of the whole hostile corpus each graph has its boxes, and nothing that acts, loads or leads anywhere."""
    if not MERMAID.is_file():
        pytest.skip("mermaid is not installed: scripts/test does it with npm")
    texts = _texts()
    assert len(texts) > 150
    page = browser.new_page()
    page.set_content("<main></main>")
    page.add_script_tag(path=MERMAID)
    drawn = page.evaluate(RENDER, [_graph(text) for text in texts])
    page.close()
    assert [(text[:80], one) for text, one in zip(texts, drawn, strict=True) if one != {"boxes": 4, "active": []}] == []
