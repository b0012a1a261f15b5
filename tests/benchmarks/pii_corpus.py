"""A seeded corpus of made-up personal data, of near misses, and of what people really say at the desk."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pii_values as made
import yaml
from pii_values import Make, grouped, one_of, pick

from sekisho.model.pii import PiiKind

ROOT = Path(__file__).parents[2]
SEED, COUNT = 20261116, 200
NAMED, UNNAMED, NEAR, TALK = "named", "not named", "near miss", "ordinary talk"


class Sample(NamedTuple):
    """A text, the value in it (None: nothing personal), and which part of the corpus it belongs to."""

    text: str
    kind: PiiKind
    value: str | None
    part: str


class Row(NamedTuple):
    """How values and near misses of a kind are made, and sentences that name it and that do not."""

    valid: Make
    near: Make
    named: tuple[str, ...]
    unnamed: tuple[str, ...]
    near_text: tuple[str, ...] = ()


ANY = ("番号は{}です。", "{}でお願いします", "It is {}.", "確認しました: {}", "{} を控えました")

ROWS: dict[PiiKind, Row] = {
    PiiKind.MY_NUMBER: Row(
        lambda rng: grouped(rng, made.my_number(rng), 4),
        made.wrong_my_number,
        ("マイナンバーは{}です。", "個人番号 {} を登録", "My Number: {}", "my individual number is {}"),
        ANY,
    ),
    PiiKind.CORPORATE_NUMBER: Row(
        made.corporate,
        made.wrong_corporate,
        ("法人番号は{}です。", "インボイス登録番号T{}", "Our corporate number is {}."),
        ANY,
    ),
    PiiKind.PHONE: Row(
        made.phone,
        made.no_phone,
        ("電話番号は{}です。", "携帯{}までお願いします", "Call me on {}.", "Phone: {}", "連絡先は{}になります"),
        ANY,
    ),
    PiiKind.POSTAL_CODE: Row(
        pick("###-####", "#######", "###-####"),
        pick("###-###", "AO-####", "####-###"),
        ("郵便番号は{}です。", "〒{} へお届けします", "The postal code is {}.", "zip code {}"),
        ANY,
    ),
    PiiKind.ADDRESS: Row(
        pick(
            "東京都新宿区青葉町#-#-#",
            "神奈川県横浜市青葉区桜台##-#",
            "大阪府堺市堺区緑町#丁#-#",
            "名古屋市中区栄#丁目#番#号",
            "渋谷区神南#-##-#",
        ),
        pick("東京都新宿区", "横浜市の中心", "第#区画", "青葉町の店", "#階の###号室"),
        ("住所は{}です。", "{}に住んでいます", "送り先: {}"),
        ("{}", "{}でお願いします"),
    ),
    PiiKind.BANK_ACCOUNT: Row(
        pick("#######"),
        pick("#######円", "######", "########"),
        ("あおば銀行 桜支店 普通 {}", "口座番号は{}です。", "Account number {}, please.", "振込先は当座{}です"),
        ANY,
        ("普通口座に{}入金されました", "口座番号は{}です。", "お客様番号は{}です"),
    ),
    PiiKind.DRIVERS_LICENCE: Row(
        lambda rng: grouped(rng, made.licence(rng), 4),
        made.no_licence,
        ("免許証番号は{}です。", "運転免許の番号 {}", "My driver's license number is {}."),
        ANY,
    ),
    PiiKind.PASSPORT: Row(
        pick("T@#######", "M@#######"),
        pick("T#######", "TK######", "TKA######"),
        ("パスポート番号は{}です。", "旅券番号 {}", "My passport is {}."),
        ANY,
        ("型番は{}です。", "パスポートの控え {}", "model {}"),
    ),
    PiiKind.HEALTH_INSURANCE: Row(
        made.insurer,
        lambda rng: made.luhn_wrong(made.insurer(rng)),
        ("保険者番号は{}です。", "保険証の保険者番号 {}", "The insurer number is {}."),
        ANY,
    ),
    PiiKind.EMAIL: Row(
        made.email,
        one_of("taro@home", "@aoba_net", "price @5", "mail.example.jp", "a@b@c"),
        ("メールは{}です。", "Write to {}.", "{} に送ってください"),
        ANY,
    ),
    PiiKind.CREDIT_CARD: Row(
        made.card, made.no_card, ("カード番号は{}です。", "My card is {}.", "クレジットカード {} で払います"), ANY
    ),
    PiiKind.IBAN: Row(made.iban, made.no_iban, ("IBANは{}です。", "My IBAN is {}.", "Please pay to account {}"), ANY),
    PiiKind.IP_ADDRESS: Row(
        made.address_of_net, made.no_address_of_net, ("IPアドレスは{}です。", "My IP is {}", "接続元: {}"), ANY
    ),
    PiiKind.SECRET: Row(
        made.secret,
        pick("AKIAIOSFODNN7EXAMPLE", "ghp_short", "sk-123", "xoxb-1", "glpat-", "hf_abc"),
        ("APIキーは{}です", "token: {}", "My key is {}"),
        ANY,
    ),
}


def disguised(rng: random.Random, value: str, kind: PiiKind) -> str:
    """Return a value as an input method, a copy or somebody who hides it may write it; keys are always copied."""
    if kind is PiiKind.SECRET or rng.random() < 0.6:
        return value
    wide = str.maketrans("0123456789-@.", "０１２３４５６７８９－＠．")
    return rng.choice(
        [
            value.translate(wide),
            value.replace("-", rng.choice("‐−–ー")) if kind not in {PiiKind.ADDRESS, PiiKind.EMAIL} else value,
            "\u200b".join(value),
        ]
    )


def corpus(seed: int = SEED, count: int = COUNT) -> Iterator[Sample]:
    """Yield `count` texts of each kind with a value and its name, without its name, and with a near miss; then talk."""
    rng = random.Random(seed)
    for kind, row in ROWS.items():
        for part, make, texts in (
            (NAMED, row.valid, row.named),
            (UNNAMED, row.valid, row.unnamed),
            (NEAR, row.near, row.near_text or row.named),
        ):
            for _ in range(count):
                value = make(rng)
                value = value if part == NEAR else disguised(rng, value, kind)
                yield Sample(rng.choice(texts).format(value), kind, None if part == NEAR else value, part)
    yield from talk()


def talk() -> Iterator[Sample]:
    """Yield what users say in the golden set and what the knowledge base says, where nothing personal can be.

    That is so where a text has fewer than seven digits and no `@`; free dial and the router's own address are public.
    """
    texts: set[str] = set()
    for path in sorted((ROOT / "registry").glob("golden/*.yaml")) + sorted(
        (ROOT / "registry").glob("scenarios/*.yaml")
    ):
        texts |= {str(turn["user"]) for turn in yaml.safe_load(path.read_text("utf-8"))["turns"]}
    ordinary = {text for text in texts if sum(map(str.isdigit, text)) < 7 and "@" not in text}
    for path in sorted((ROOT / "registry/knowledge").glob("*/*.yaml")):
        ordinary |= set(yaml.safe_load(path.read_text("utf-8"))["text"].values())
    for text in sorted(ordinary):
        yield Sample(text, PiiKind.PHONE, None, TALK)
