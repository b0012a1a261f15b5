"""What an item says, in English and Japanese: pairs with the same gaps."""

from collections.abc import Mapping

from sekisho.model.base import Language

WORDS: Mapping[str, tuple[str, str]] = {
    "ticket.done": ("{path} ({status}): {title}", "{path}({status}): {title}"),
    "ticket.exempt": ("no ticket needed: {reason}", "チケット不要: {reason}"),
    "ticket.wrong": ("{count} to repair, the first: {first}", "修正が必要な点 {count}件。最初の1件: {first}"),
    "report.none": ("no gate report was given", "ゲートのレポートがありません"),
    "report.other": (
        "the gate report is about another state of the change ({found}, now {wanted}): run the gate again",
        "ゲートのレポートは別の状態のものです({found}、現在は {wanted})。ゲートを再実行してください",
    ),
    "report.nothing": (
        "the change matrix asks for no {what} when only {types} changes",
        "変更種別 {types} に対して変更マトリクスは {what} を求めていません",
    ),
    "report.neutral": (
        "nothing that users meet and nothing that judges changes",
        "利用者にも評価にも影響しない変更です",
    ),
    "what.golden": ("golden case", "Golden Set のケース"),
    "what.e2e": ("end-to-end suite", "E2Eテスト"),
    "what.logs": ("dialogue", "対話"),
    "golden.not-run": ("{run} of {wanted} golden cases ran", "Golden Set {wanted}件中 {run}件のみ実行"),
    "golden.same": (
        "{run} golden cases ran; only the evaluation changed, so both sides behave alike",
        "Golden Set {run}件を実行。評価のみの変更のため、比較対象の挙動は同じです",
    ),
    "golden.judged": ("{run} golden cases ran: {checks}", "Golden Set {run}件を実行: {checks}"),
    "golden.unjudged": ("no metric was judged", "判定された指標がありません"),
    "e2e.not-run": ("{run} of {wanted} scenarios ran", "シナリオ {wanted}件中 {run}件のみ実行"),
    "e2e.done": (
        "{passed} of {wanted} scenarios pass; of the {chosen} {kind} all",
        "シナリオ {wanted}件中 {passed}件合格。{kind} {chosen}件はすべて合格",
    ),
    "e2e.failed": ("{kind} fail: {names}", "不合格の{kind}: {names}"),
    "e2e.must-pass": ("must-pass ones", "必須シナリオ"),
    "e2e.all": ("scenarios, none of which is marked must-pass,", "シナリオ(必須の指定なし)"),
    "logs.done": (
        "shown: each of the {calls} model calls in {turns} turns of the candidate names its model ({models}) and its "
        "prompt, and prompt_revision {revision} is the git tree of registry/prompts. Not shown: the turn log of a "
        "running service, which only its environment can show",
        "確認済み: 候補の {turns} ターン・モデル呼び出し {calls}件のすべてにモデル名({models})とプロンプト名があり、"
        "prompt_revision {revision} は registry/prompts の git ツリーです。"
        "未確認: 稼働中サービスのターンログ(各環境でのみ確認できます)",
    ),
    "logs.failed": (
        "{count} of {calls} model calls name no model or no prompt, the first in {first}",
        "モデル呼び出し {calls}件中 {count}件にモデル名またはプロンプト名がありません。最初は {first}",
    ),
    "logs.no-calls": (
        "no model call is in the report, so nothing shows what a log would carry",
        "レポートにモデル呼び出しがなく、ログの内容を確認できません",
    ),
    "logs.uncommitted": (
        "the prompts are not committed, so they have no prompt_revision yet",
        "プロンプトがコミットされておらず、prompt_revision がまだありません",
    ),
    "canary.done": ("{list}", "{list}"),
    "canary.environment": (
        "{environment}: {stages} stages from {first} to {last} by policy {policy}, stops on {metrics}",
        "{environment}: ポリシー {policy} により {first} から {last} まで {stages} 段階。停止条件 {metrics}",
    ),
    "canary.failed": (
        "no stop condition: {list}",
        "停止条件がありません: {list}",
    ),
    "canary.no-environment": ("{environment} does not exist", "環境 {environment} がありません"),
    "canary.no-policy": (
        "{environment} names the rollout policy {policy}, which does not exist",
        "環境 {environment} のロールアウトポリシー {policy} がありません",
    ),
    "canary.none": ("there is no environment to roll out to", "展開先の環境がありません"),
    "unmet": ("users meet nothing of the change", "利用者に影響しない変更です"),
    "back.unknown": ("no ticket says how the change is taken back", "チケットに戻し方がありません"),
    "back.missing": ("{target} leads to no commit", "{target} に対応するコミットがありません"),
    "back.first": (
        "there is no release to go back to; the ticket says: {target}. Nothing of that can be verified here",
        "戻し先のリリースがありません。チケットの記載: {target}(検証できません)",
    ),
    "back.broken": (
        "{target} exists, and the registry there has {errors} errors",
        "{target} は存在しますが、レジストリにエラーが {errors}件あります",
    ),
    "back.no-program": (
        "{target} exists, and its parts do not make a program",
        "{target} は存在しますが、構成が成立しません",
    ),
    "back.conflict": (
        "reverting {target} meets a conflict in registry/",
        "{target} の revert は registry/ で競合します",
    ),
    "back.environment_flag": (
        "{target} is commit {commit}, {signature}; its {files} files have no errors and compose; switching back alters "
        "{types}. Not shown: the switch itself, which the environment makes",
        "{target} はコミット {commit}({signature})。{files} ファイルにエラーはなく構成も成立。"
        "戻すと変わる種別: {types}。切り替え自体は未確認(各環境で行います)",
    ),
    "back.revert_commit": (
        "reverting {target} applies cleanly to registry/ in a dry run; the {files} files before it ({commit}) have no "
        "errors and compose. Not shown: tests of the reverted state",
        "{target} の revert は試行で registry/ にそのまま適用でき、その前({commit})の {files} ファイルに"
        "エラーはなく構成も成立。戻した状態でのテストは未実施",
    ),
    "back.this_change": (
        "taking the change out again leaves commit {commit}: its {files} files have no errors and compose. "
        "Not shown: what is merged in between",
        "変更を取り除くとコミット {commit} に戻ります。その {files} ファイルにエラーはなく構成も成立。"
        "間に入る他の変更は対象外",
    ),
    "back.unproven": (
        "{target} exists, and a runtime would refuse it: {list}",
        "{target} は存在しますが、ランタイムは受け付けません: {list}",
    ),
    "back.signature.allowed": ("signed by an allowed signer", "許可された署名者の署名あり"),
    "back.signature.unchecked": (
        "which carries a signature (not checked: git knows no allowed signers here)",
        "署名あり・未検証(この環境の git に許可された署名者の設定がありません)",
    ),
    "back.signature.none": ("which is not signed", "署名なし"),
    "nothing": ("nothing", "なし"),
}


def say(language: Language, key: str, **gaps: object) -> str:
    """Return a sentence in a language with its gaps filled."""
    return WORDS[key][language is Language.JA].format(**gaps)
