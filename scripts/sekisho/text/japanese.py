"""What the profile knows about Japanese, as tables; all patterns are matched on normalised text."""

import re
from collections.abc import Mapping

KANA = "ぁ-ゖァ-ヺーｦ-ﾟ"
"""Kana as the inside of a character class."""

WRITTEN = f"々〆〇{KANA}㐀-䶿一-鿿豈-﫿"
"""Kana and kanji as the inside of a character class."""

SCRIPT = re.compile(f"[{WRITTEN.replace('ー', '')}𠀀-𱍏]")

DIGITS: Mapping[str, int] = {"〇": 0, "零": 0} | {kanji: value for value, kanji in enumerate("一二三四五六七八九", 1)}
TENS: Mapping[str, int] = {"十": 10, "百": 100, "千": 1000}
MYRIADS: Mapping[str, int] = {"万": 10**4, "億": 10**8, "兆": 10**12}
NUMERALS = "".join([*DIGITS, *TENS, *MYRIADS])

COUNTERS = (
    "人", "名", "個", "本", "枚", "台", "匹", "頭", "冊", "回", "度", "件", "点", "円", "ドル", "%", "割",
    "年", "月", "日", "週", "時", "分(?!の)", "秒", "泊", "か月", "カ月", "ヶ月", "ヵ月", "ケ月", "箇月",
    "歳", "才", "階", "席", "室", "部屋", "号", "杯", "皿", "箱", "通", "着", "足", "組", "つ(?![谷葉])",
    "番目", "番線", "番地", "丁目", "か所", "カ所", "ヶ所", "箇所", "キロ", "メートル", "センチ", "ギガ", "メガ",
)  # fmt: skip
"""A kanji numeral is a number before one of these: 三人, 十時; elsewhere it is part of a word: 三田, 千葉, 一番."""

WORDS_WITH_NUMERALS = (
    "四日市", "五日市", "八日市", "十日町", "千日前", "六本木", "[二三]本松", "百人町", "百人一首", "千本",
    "三日月(?!曜)", "二日酔", "一時(?:的|停止|保存|中断|預)", "(?<!時)十分(?!後|前|間|ほど|以内|くらい|ぐらい|おき)",
)  # fmt: skip
"""Words that begin like a counted number and are none."""

SMALL_NUMBERS: Mapping[str, int] = {
    "ひとり": 1, "ふたり": 2, "ひとつ": 1, "ふたつ": 2, "みっつ": 3, "よっつ": 4,
    "いつつ": 5, "むっつ": 6, "ななつ": 7, "やっつ": 8, "ここのつ": 9,
}  # fmt: skip

WEEKDAYS = "月火水木金土日"

RELATIVE_DAYS: Mapping[str, int] = {
    r"しあさって|明々後日": 3,
    r"明後日|あさって": 2,
    r"明日(?!香)|あした|明朝|明晩|(?<![ぁ-ん])あす(?=[のにはでも、,。]|$)": 1,
    r"今日|本日|今夜|今晩|今朝|きょう(?=[のにはでも、,。]|$)": 0,
}
"""Pattern of a word -> days from today; a longer word stands before one that it contains."""

WEEKS: Mapping[str, int] = {"今週": 0, "再来週": 2, "来週": 1, "翌週": 1}
MONTHS: Mapping[str, int] = {"今月": 0, "再来月": 2, "来月": 1}

WINDOWS: Mapping[str, str] = {
    "morning": r"午前|朝(?![日食顔鮮])|昼(?:前|まで)",
    "afternoon": r"午後|昼(?!前|まで|食)|正午",
    "evening": r"夕方|夕刻|夜|晩(?!御飯)",
}
"""Time window -> pattern of the words that name it."""

CLAUSE_END = re.compile(r"(?<=[たるすいだ])(?:が|けど|けれど|けれども)、")
"""A contrast: what is denied after it is something else."""

YES = r"""
    お願い(?:いた)?します|よろしく|そう(?:です|だ)|その通り|合って(?:い)?ます|間違い(?:ありません|ないです|ございません)
    |了解(?:です|しました)?|承知しました|いいですよ|[それこ]れで(?:いい|結構|けっこう)です|もちろん|ぜひ|オッケー
    |進めてください|頼みます|頼むわ|せや(?:で|な)?
"""
NO = r"""
    やめて(?:ください|おきます|おく)?|やめます|違います|違う|ちがいます|だめ|ダメ|駄目|嫌です|い[りら]ません|要りません|不要
    |必要(?:ありません|ないです)|遠慮(?:します|しておきます)|お断りします
"""
MILD_YES = r"大丈夫|問題(?:ありません|ないです|ございません)|構いません|かまいません"
FILLER = r"""
    [そこ]れで|[そこ]の(?:内容|日|時間|日時)で|こちらで|すみません|えっと|ありがとう(?:ございます)?|どうも|結構です
    |じゃあ|では|ほな|です|だ|[ねよわ]
"""
_HEAD_END = r"(?=$|[。、!,.~ー]|です|お願い|そ[うれの]|大丈夫|結構|問題|ok|合って|間違い|ぜひ|よろしく|もちろん)"
YES_HEAD = rf"(?:はい)+{_HEAD_END}|ええ{_HEAD_END}|うん{_HEAD_END}"
NO_HEAD = rf"いいえ|(?:いえ)+{_HEAD_END}|いや{_HEAD_END}|ううん{_HEAD_END}"
HEDGE = r"でも|けど|(?<=[すたる])が、|ただ|やっぱり|やはり|ではなく|じゃなく|に変|変えて|待って"
