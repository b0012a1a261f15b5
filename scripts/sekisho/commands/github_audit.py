"""`sekisho github audit`: whether the repository's settings still make the gate the only way in."""

from datetime import date
from pathlib import Path

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.rules import read_settings
from sekisho.commands.source import load_kinds
from sekisho.errors import SourceError
from sekisho.gate.audit import audit as judge
from sekisho.model.audit import AuditReport, Heartbeat
from sekisho.model.kinds.policy import GatePolicy, Quarantine
from sekisho.model.ref import Kind


def audit(client: Client, repository: str, root: Path, heartbeat_hours: int | None, today: date) -> AuditReport:
    """Return the audit of `owner/name`; quarantines are those of the registry at `root`, held against `today`.

    Raises GitHubError when GitHub does not answer.
    """
    heartbeat = None if heartbeat_hours is None else Heartbeat(hours=heartbeat_hours, now=client.waiting.now())
    return judge(read_settings(client, repository), _quarantines(root), today, heartbeat)


def _quarantines(root: Path) -> tuple[Quarantine, ...] | None:
    """Return the gate policy's quarantines, None where there is no registry or no readable gate policy."""
    try:
        registry = load_kinds(root, None, {Kind.POLICY}).registry
    except SourceError:
        return None
    policies = [policy for policy in registry.policies.values() if isinstance(policy, GatePolicy)]
    return policies[0].quarantine if policies else None
