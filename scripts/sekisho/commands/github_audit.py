"""`sekisho github audit`: whether the repository's settings still make the gate the only way in."""

from datetime import date
from pathlib import Path

from sekisho.adapters.github.client import Client
from sekisho.adapters.github.rules import read_settings
from sekisho.commands.base_policies import gate_policy_here
from sekisho.gate.audit import audit as judge
from sekisho.model.audit import AuditReport, Heartbeat


def audit(client: Client, repository: str, root: Path, heartbeat_hours: int | None, today: date) -> AuditReport:
    """Return the audit of `owner/name`; quarantines are those of the registry at `root`, held against `today`.

    Raises GitHubError when GitHub does not answer.
    """
    policy = gate_policy_here(root)
    heartbeat = None if heartbeat_hours is None else Heartbeat(hours=heartbeat_hours, now=client.waiting.now())
    return judge(read_settings(client, repository), policy.quarantine if policy else None, today, heartbeat)
