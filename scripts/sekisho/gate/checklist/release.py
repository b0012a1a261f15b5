"""Items 5 and 6: what stops the canary, and whether there is a way back."""

from sekisho.gate.checklist.evidence import ReleaseEvidence, WayBack
from sekisho.gate.checklist.words import say
from sekisho.model.base import Language
from sekisho.model.decision import ChecklistItem, ItemState
from sekisho.model.kinds.policy import RolloutPolicy

POLICY, ENVIRONMENT = "registry/policies/{}.yaml", "registry/environments/{}.yaml"


def canary(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether every environment the ticket names (without a ticket: each there is) has stages and stops."""
    language = evidence.language
    if evidence.evaluation_only:
        return ChecklistItem(id="canary", state=ItemState.NOT_NEEDED, evidence=say(language, "unmet"))
    names = evidence.named or tuple(evidence.environments)
    if not names:
        return ChecklistItem(id="canary", state=ItemState.OPEN, evidence=say(language, "canary.none"))
    found = {name: _rollout(name, evidence) for name in names}
    bad = {name: text for name, (text, policy) in found.items() if policy is None}
    if bad:
        text = say(language, "canary.failed", list="; ".join(bad.values()))
        link = evidence.links.to(ENVIRONMENT.format(next(iter(bad))))
        return ChecklistItem(id="canary", state=ItemState.FAILED, evidence=text, link=link)
    text = say(language, "canary.done", list="; ".join(text for text, _ in found.values()))
    link = evidence.links.to(POLICY.format(evidence.environments[names[-1]].rollout))
    return ChecklistItem(id="canary", state=ItemState.DONE, evidence=text, link=link)


def _rollout(name: str, evidence: ReleaseEvidence) -> tuple[str, RolloutPolicy | None]:
    environment = evidence.environments.get(name)
    if environment is None:
        return say(evidence.language, "canary.no-environment", environment=name), None
    policy = evidence.rollouts.get(environment.rollout)
    if policy is None:
        told = {"environment": name, "policy": environment.rollout}
        return say(evidence.language, "canary.no-policy", **told), None
    text = say(
        evidence.language,
        "canary.environment",
        environment=name,
        policy=environment.rollout,
        stages=len(policy.stages),
        first=_percent(policy.stages[0].weight_bp),
        last=_percent(policy.stages[-1].weight_bp),
        metrics=", ".join(stop.metric for stop in policy.stop),
    )
    return text, policy


def _percent(basis_points: int) -> str:
    return f"{basis_points / 100:g} %"


def rollback(evidence: ReleaseEvidence) -> ChecklistItem:
    """Return whether what every ticket goes back to is there, valid and whole; it says what nobody tried."""
    language = evidence.language
    if not evidence.types:
        return ChecklistItem(id="rollback", state=ItemState.NOT_NEEDED, evidence=say(language, "report.neutral"))
    if not evidence.ways_back:
        return ChecklistItem(id="rollback", state=ItemState.OPEN, evidence=say(language, "back.unknown"))
    found = [(back, *_way_back(back, language)) for back in evidence.ways_back]
    worst = next(
        (state for state in (ItemState.FAILED, ItemState.OPEN) if any(state is one for _, one, _ in found)), None
    )
    back = next(back for back, state, _ in found if state is (worst or state))
    text = "; ".join(text for _, state, text in found if state is (worst or state))
    link = evidence.links.to(back.path) if back.path else ""
    return ChecklistItem(id="rollback", state=worst or ItemState.DONE, evidence=text, link=link)


def _way_back(back: WayBack, language: Language) -> tuple[ItemState, str]:
    if not back.commit:
        waits = back.method == "environment_flag" and not back.target.startswith("release/")
        state, key = (ItemState.OPEN, "back.first") if waits else (ItemState.FAILED, "back.missing")
        return state, say(language, key, target=back.target)
    if back.broken:
        return ItemState.FAILED, say(language, "back.unproven", target=back.target, list="; ".join(back.broken))
    if back.errors or not back.composes or not back.clean:
        key = "back.broken" if back.errors else "back.no-program" if not back.composes else "back.conflict"
        return ItemState.FAILED, say(language, key, target=back.target, errors=back.errors)
    text = say(
        language,
        f"back.{back.method}",
        target=back.target,
        commit=back.commit[:12],
        signature=say(language, f"back.signature.{back.signature}"),
        files=back.files,
        types=", ".join(back.types) or say(language, "nothing"),
    )
    return ItemState.DONE, text
