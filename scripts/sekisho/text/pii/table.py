"""Every detector, in one table. Of equal finds in one place the earlier row wins."""

from sekisho.text.pii import (
    address,
    bank_account,
    corporate_number,
    credit_card,
    drivers_licence,
    email,
    health_insurance,
    iban,
    ip_address,
    my_number,
    passport,
    phone,
    postal_code,
    secret,
)
from sekisho.text.pii.detector import Detector

DETECTORS: tuple[Detector, ...] = (
    *secret.DETECTORS,
    *email.DETECTORS,
    *credit_card.DETECTORS,
    *iban.DETECTORS,
    *my_number.DETECTORS,
    *drivers_licence.DETECTORS,
    *corporate_number.DETECTORS,
    *phone.DETECTORS,
    *health_insurance.DETECTORS,
    *bank_account.DETECTORS,
    *passport.DETECTORS,
    *ip_address.DETECTORS,
    *address.DETECTORS,
    *postal_code.DETECTORS,
)
