"""A change ticket: what is changed, why, how risky it is and how it is taken back."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from sekisho.model.base import Bool, Frozen, Id, Text
from sekisho.model.change import ChangeType


class TicketStatus(StrEnum):
    """A ticket's life."""

    DRAFT = "draft"
    GATED = "gated"
    STAGING = "staging"
    CANARY = "canary"
    ROLLED_OUT = "rolled_out"
    CLOSED = "closed"
    ROLLED_BACK = "rolled_back"


class Rollback(Frozen):
    """How the change is taken back, and to which release."""

    method: Literal["environment_flag", "revert_commit"]
    target: Text


class Experiment(Frozen):
    """Whether an A/B test is required, with the reason."""

    required: Bool
    reason: Text


class Ticket(Frozen):
    """One change ticket, `changes/CHG-0001.yaml`."""

    title: Text
    why: Text
    types: tuple[ChangeType, ...] = Field(min_length=1)
    affected: tuple[Text, ...] = ()
    environments: tuple[Id, ...] = Field(min_length=1)
    risk: Literal["low", "medium", "high"]
    rollback: Rollback
    experiment: Experiment
    status: TicketStatus = TicketStatus.DRAFT
    owner: Text
    links: tuple[Text, ...] = ()
