"""What operations keep in the registry: environments, and records of incidents."""

from typing import Literal

from pydantic import Field

from sekisho.model.base import Frozen, Id, Moment, Positive, Text


class LogSource(Frozen):
    """Where the turn logs of an environment are read from."""

    format: Literal["jsonl", "parquet"] = "jsonl"
    path: Text


class Environment(Frozen):
    """One environment: who may change it, how it is rolled out, where its logs are."""

    description: str = ""
    changers: tuple[Text, ...] = Field(min_length=1)
    rollout: Id
    unit: Literal["user", "session"] = "user"
    max_staleness_s: Positive = 300
    logs: LogSource


class TimelineEntry(Frozen):
    """One moment of an incident."""

    at: Moment
    what: Text


class Incident(Frozen):
    """An incident and its post-mortem, `incidents/INC-0001.yaml`."""

    title: Text
    severity: Literal["low", "medium", "high"]
    environment: Id
    change: Text | None = None
    started: Moment
    detected: Moment
    resolved: Moment | None = None
    impact: Text
    cause: Text
    timeline: tuple[TimelineEntry, ...] = Field(min_length=1)
    actions: tuple[Text, ...] = ()
    golden_cases: tuple[Id, ...] = ()
