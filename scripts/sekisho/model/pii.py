"""What can be personal or secret in a text, and why a detector believes that it is."""

from enum import StrEnum
from typing import NamedTuple


class PiiKind(StrEnum):
    """Kinds of personal data (and secrets) that the detectors of `text.pii` know."""

    MY_NUMBER = "my_number"
    CORPORATE_NUMBER = "corporate_number"
    PHONE = "phone"
    POSTAL_CODE = "postal_code"
    ADDRESS = "address"
    BANK_ACCOUNT = "bank_account"
    DRIVERS_LICENCE = "drivers_licence"
    PASSPORT = "passport"
    HEALTH_INSURANCE = "health_insurance"
    EMAIL = "email"
    CREDIT_CARD = "credit_card"
    IBAN = "iban"
    IP_ADDRESS = "ip_address"
    SECRET = "secret"  # noqa: S105 - the name of a kind, not a secret


class Basis(StrEnum):
    """The best reason for a find, strongest first: its check digits, the words beside it, its shape alone."""

    CHECKSUM = "checksum"
    CONTEXT = "context"
    PATTERN = "pattern"


class PiiSpan(NamedTuple):
    """One find: `text[start:end]` of the text as it was given."""

    start: int
    end: int
    kind: PiiKind
    basis: Basis
