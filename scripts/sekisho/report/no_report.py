"""What a pull request is told when its gate has no verdict: it was cancelled, crashed, or left what is not a report.

Why is told in the words of the command that found out, which are English.
"""

from collections.abc import Mapping

from sekisho.model.base import Language
from sekisho.report.markdown import markdown, markdown_code

_WORDS: Mapping[Language, tuple[str, str, str]] = {
    Language.EN: (
        "## ✗ No verdict for {commit}\n\n{why}. Nothing was shown to be safe, so this is not a pass.",
        "The gate's run: <{url}>",
        "Run the failed jobs again, or look at why they stopped; `sekisho gate` gives the same verdict locally.",
    ),
    Language.JA: (
        "## ✗ {commit} の判定はありません\n\n安全性を確認できていないため、合格ではありません。詳細: {why}",
        "ゲートの実行: <{url}>",
        "失敗したジョブを再実行するか、停止した理由を確認してください。手元の `sekisho gate` も同じ判定を返します。",
    ),
}


def no_report_markdown(why: str, commit: str, url: str, language: Language = Language.EN) -> str:
    """Return the comment about `commit`; `url` is the page of the gate's run ("" where it is not known)."""
    told, run, advice = _WORDS[language]
    reason = markdown(why[:1].upper() + why[1:], 400)
    first = told.format(commit=markdown_code(commit[:12]), why=reason)
    return "\n\n".join([first, *([run.format(url=url)] if url else []), advice]) + "\n"
