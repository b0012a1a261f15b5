"""A stateful GitHub of one repository on 127.0.0.1, every request and answer held against GitHub's own description."""
