"""The words of reports in English and Japanese: one literal table, looked up by the policy's language."""

from collections.abc import Mapping

from sekisho.model.base import Language
from sekisho.model.verdict import VerdictState

_ENGLISH: Mapping[str, str] = {
    "pass": "PASS",
    "fail": "FAIL",
    "inconclusive": "INCONCLUSIVE",
    "error": "ERROR",
    "go": "the change may go on to approval",
    "no-go": "No-Go: the change does what it must not",
    "cannot-tell": "the gate cannot tell; nothing is let through on a guess",
    "broken-gate": "the gate could not do its work",
    "changes": "What changed",
    "no-changes": "Nothing that users meet or that judges them has changed.",
    "affected": "What it touches",
    "suites": "What had to be tested",
    "why": "Why",
    "broken": "Broken dialogues",
    "fixed": "Fixed dialogues",
    "not-compared": "Neither passed nor failed",
    "metrics": "Metrics",
    "metric": "metric",
    "baseline": "baseline",
    "candidate": "candidate",
    "difference": "difference [interval]",
    "margin": "margin",
    "case": "case",
    "cause": "cause",
    "turn": "turn",
    "stage": "stage",
    "user": "user",
    "must-pass": "must pass",
    "findings": "Findings",
    "reproduce": "Reproduce",
    "answers": "Answers",
    "recommended": "Recommended next",
    "more": "… and {count} more in the report file",
    "expected": "expected",
    "observed": "observed",
    "route": "route",
}

_JAPANESE: Mapping[str, str] = {
    "pass": "合格",
    "fail": "不合格",
    "inconclusive": "判定不能",
    "error": "エラー",
    "go": "この変更は承認に進めます",
    "no-go": "No-Go: 許容できない変化があります",
    "cannot-tell": "判定できません。推測では通しません",
    "broken-gate": "ゲートを実行できませんでした",
    "changes": "変更内容",
    "no-changes": "利用者の体験にも評価にも影響する変更はありません。",
    "affected": "影響範囲",
    "suites": "必要なテスト",
    "why": "判定の理由",
    "broken": "壊れた対話",
    "fixed": "直った対話",
    "not-compared": "合否を判定しなかった対話",
    "metrics": "指標",
    "metric": "指標",
    "baseline": "変更前",
    "candidate": "変更後",
    "difference": "差 [区間]",
    "margin": "許容幅",
    "case": "ケース",
    "cause": "原因",
    "turn": "ターン",
    "stage": "段階",
    "user": "利用者",
    "must-pass": "必須",
    "findings": "指摘",
    "reproduce": "再現方法",
    "answers": "回答の出所",
    "recommended": "推奨する次の手順",
    "more": "… 他 {count} 件はレポートファイルにあります",
    "expected": "期待",
    "observed": "実際",
    "route": "経路",
}

_STATE_KEY = {
    VerdictState.PASS: ("pass", "go"),
    VerdictState.FAIL: ("fail", "no-go"),
    VerdictState.INCONCLUSIVE: ("inconclusive", "cannot-tell"),
    VerdictState.ERROR: ("error", "broken-gate"),
}


def words(language: Language) -> Mapping[str, str]:
    """Return the table of one language; both tables have the same keys."""
    return _JAPANESE if language is Language.JA else _ENGLISH


def headline(state: VerdictState, language: Language) -> tuple[str, str]:
    """Return the verdict's name and what it means for the change, in one phrase."""
    name, meaning = _STATE_KEY[state]
    table = words(language)
    return table[name], table[meaning]
