"""The prefectures of Japan, by name and by the codes of their public safety commissions."""

PREFECTURE = (
    "北海道|東京都|京都府|大阪府|(?:青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|神奈川|新潟|富山|石川|福井|山梨"
    "|長野|岐阜|静岡|愛知|三重|滋賀|兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分"
    "|宮崎|鹿児島|沖縄)県"
)
"""Their names, as a pattern."""

COMMISSIONS = frozenset(
    f"{code:02}"
    for first, last in ((10, 14), (20, 25), (30, 30), (40, 55), (60, 65), (70, 74), (80, 83), (90, 97))
    for code in range(first, last + 1)
)
"""The first two digits of a driver's licence number: where it was first issued."""
