from types import ModuleType

from sekisho.model.pii import PiiKind

NEED_A_NAME = {"corporate_number", "postal_code", "bank_account", "drivers_licence", "passport", "health_insurance"}
"""Kinds that are nothing without a word beside them."""


def test_error_rates_are_as_published(measure: ModuleType) -> None:
    """What is named is found, near misses and ordinary talk are left alone, and the published page says so."""
    ours = measure.tally(measure.corpus())
    for kind in PiiKind:
        assert ours.recall(kind, measure.NAMED) >= 0.99, kind
        assert ours.recall(kind, measure.UNNAMED) >= (0.0 if kind in NEED_A_NAME else 0.85), kind
        assert ours.precision(kind) >= (0.88 if kind is PiiKind.MY_NUMBER else 0.99), kind
        assert ours.false[kind, measure.TALK] == 0, kind
    assert measure.PAGE.read_text("utf-8") == measure.page(ours), "run python tests/benchmarks/pii.py --write"


def test_rates_can_be_bad(measure: ModuleType) -> None:
    """Of a find that is only a part, and of one in a near miss, neither counts as right."""
    kind, counts = PiiKind.PHONE, measure.Tally()
    measure.count(counts, measure.Sample("tel 0312345678", kind, "0312345678", measure.NAMED), [(kind, "031234567")])
    measure.count(counts, measure.Sample("no 0120", kind, None, measure.NEAR), [(kind, "0120")])
    assert counts.recall(kind, measure.NAMED) == 0
    assert counts.precision(kind) == 0
