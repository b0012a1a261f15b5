"""The words of a decision in English and Japanese. Sentences with figures of their own stay as the gate wrote them."""

from collections.abc import Mapping

from sekisho.model.base import Language
from sekisho.model.decision import Decision, DecisionReason

DECISION_WORDS: Mapping[str, tuple[str, str]] = {
    "state.GO": ("GO: the pull request may be merged", "GO: マージできます"),
    "state.WAITING": ("WAITING: somebody still has to do something", "待機中: まだ済んでいないことがあります"),
    "state.NO_GO": ("NO-GO: it may not be merged as it is", "NO-GO: このままではマージできません"),
    "by": ("by {author}", "作成者 {author}"),
    "fork": ("from the fork {repository}", "フォーク {repository} から"),
    "missing": ("Who must still approve", "承認がまだの所有者"),
    "reasons": ("What stands in the way", "妨げになっていること"),
    "approved": ("Who approved this commit", "このコミットの承認者"),
    "settled": ("What is settled", "確認済み"),
    "for": ("for {paths}", "対象 {paths}"),
    "more-paths": ("{paths} and {count} more", "{paths} 他{count}件"),
    "lacking": (
        "{count} of {need} approvals missing, asked by {because}",
        "承認があと{count}件必要({need}件中)。根拠: {because}",
    ),
    "objected": ("{names} requests changes, asked by {because}", "{names} が修正を求めています。根拠: {because}"),
    "unknown": (
        "who belongs to {names} cannot be read, asked by {because}",
        "{names} の構成員を読み取れません。根拠: {because}",
    ),
    "unknown-team": (
        "give the job a token that may read the organisation's members (read:org)",
        "組織の構成員を読み取れるトークン(read:org)を渡してください",
    ),
    "unknown-address": (
        "name a user or a team instead of an e-mail address",
        "メールアドレスではなく、ユーザーかチームを所有者にしてください",
    ),
    "stale": (
        "{names} approved an older commit: what came after it has not been seen, so please look again",
        "{names} の承認は古いコミットに対するものです。以後の変更は未確認のため、再確認してください",
    ),
    "too-few": (
        "an author's own approval never counts, and without the author only {people} can give it: name more owners",
        "作成者自身の承認は数えません。作成者を除くと承認できるのは {people} 人だけです。所有者を増やしてください",
    ),
    "by-whom": ("{names} for {owners}, asked by {because}", "{names}({owners})。根拠: {because}"),
    "name.draft": ("draft", "下書き"),
    "name.verdict": ("verdict", "判定"),
    "name.report": ("report", "レポート"),
    "name.check": ("required check", "必須チェック"),
    "name.ownership": ("owners", "所有者"),
    "name.approvals": ("approvals", "承認"),
    "name.program": ("program", "プログラム"),
    "name.ticket": ("ticket", "チケット"),
    "name.checklist": ("checklist", "チェックリスト"),
}

SAID_IN_JAPANESE: Mapping[str, str] = {
    "draft.WAITING": "プルリクエストは下書きです",
    "verdict.GO": "ゲートは合格です",
    "verdict.WAITING": "ゲートはまだ終わっていません",
    "verdict.NO_GO.FAIL": "ゲートは不合格です",
    "verdict.NO_GO.INCONCLUSIVE": "ゲートは判定できませんでした。承認しても判定の代わりにはなりません",
    "verdict.NO_GO.ERROR": "ゲートを実行できませんでした",
    "verdict.NO_GO": "ゲートはレポートを残さずに終わりました",
    "report.GO": "レポートはこのコミットのものです",
    "report.NO_GO": "レポートはこの変更のものではありません",
    "check.GO": "必須チェックは成功しました",
    "check.WAITING": "必須チェックはまだ終わっていません",
    "check.NO_GO": "必須チェックは成功していません",
    "ownership.GO": "所有者のいないパスがあります。承認は求められません",
    "ownership.NO_GO": "所有者が決まっていないため、誰も承認できません",
    "approvals.WAITING": "承認を求められる所有者がいないため、誰も承認できません",
    "program.GO": "ゲート自身のプログラムも変わります。その所有者が責任を負います",
    "ticket.GO": "変更チケットに不足はありません",
    "ticket.NO_GO": "変更チケットがないか、不足があります",
    "checklist.GO": "チェックリストはすべて確認できました",
    "checklist.WAITING": "チェックリストに未確認の項目があります",
    "checklist.NO_GO": "チェックリストに満たされない項目があります",
}
"""By id, state and, where there is one, verdict: what a reason says in Japanese, before its details."""


def reason_words(reason: DecisionReason, decision: Decision, language: Language) -> tuple[str, str]:
    """Return what a reason says in `language`, and its details in the gate's own words where those are English."""
    key = f"{reason.id}.{reason.state.name}"
    verdict = "" if decision.verdict is None else f".{decision.verdict.name}"
    said = SAID_IN_JAPANESE.get(key + verdict) or SAID_IN_JAPANESE.get(key)
    return (said, reason.message) if language is Language.JA and said else (reason.message, "")
