"""The shipped golden dialogues as a turn log would hold them: redacted, and then free of personal data."""

import json
from pathlib import Path

from sekisho.cli.app import run
from sekisho.errors import ExitCode
from sekisho.model.run import CaseResult
from sekisho.text.pii import find_pii, redact_json
from sekisho.text.pii.known import comparable, leaves

HERE = Path(__file__).resolve().parents[2]


def test_redacted_dialogues_hold_nothing_personal(tmp_path: Path) -> None:
    """Neither in words nor in raw slots and tool arguments; judged by the detectors and by the slots' own values."""
    out = tmp_path / "run.jsonl"
    assert run(["eval", "--suite", "golden", "--out", str(out)]) in {ExitCode.OK, ExitCode.NO, ExitCode.INCONCLUSIVE}
    lines = out.read_text("utf-8").splitlines()[1:]
    phones = 0
    for result in (CaseResult.model_validate(json.loads(line)) for line in lines):
        log = [redact_json(turn.model_dump(mode="json", exclude={"calls"})) for turn in result.turns]
        texts = list(leaves(log))
        assert [find_pii(text) for text in texts if find_pii(text)] == [], result.case
        known = {str(turn.slots["phone"]) for turn in result.turns if turn.slots.get("phone")}
        phones += len(known)
        written = " ".join(map(comparable, texts))
        assert [phone for phone in known if comparable(phone) in written] == [], result.case
    assert phones > 30
