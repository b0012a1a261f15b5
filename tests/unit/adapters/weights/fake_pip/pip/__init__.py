"""A stand-in for pip: `download` copies the wheel $FAKE_PIP_WHEELS holds under the requirement's name."""
