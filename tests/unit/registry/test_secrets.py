import re
import string

import pytest

from sekisho.registry.rules.inside.secrets import check
from sekisho.text.secrets import PATTERNS

MIXED = (string.ascii_letters + string.digits) * 8
UPPER = "Q3EGRT5VN2LXW7YZ" * 4
SAMPLES = [
    ("a private key", "-----BEGIN RSA PRIVATE" + " KEY-----"),
    ("a private key", "-----BEGIN PRIVATE" + " KEY-----"),
    ("an AWS access key", "AKIA" + UPPER[:16]),
    ("an AWS temporary key", "ASIA" + UPPER[:16]),
    ("a Google API key", "AIza" + MIXED[:35]),
    *(("a GitHub token", f"gh{kind}_" + MIXED[:36]) for kind in "pousr"),
    ("a GitHub token", "github_pat_" + MIXED[:82]),
    ("a GitLab token", "glpat-" + MIXED[:20]),
    ("an OpenAI key", "sk-" + MIXED[:20] + "T3BlbkFJ" + MIXED[:20]),
    ("an OpenAI key", "sk-proj-" + MIXED[:60]),
    ("an Anthropic key", "sk-ant-api03-" + MIXED[:80]),
    ("a Slack token", "xoxb-" + "1234567890-" * 3),
    ("a Slack webhook", "https://hooks.slack.com/services/T0AAAAAAA/B0BBBBBBB/" + MIXED[:24]),
    ("a Stripe key", "sk_live_" + MIXED[:24]),
    ("a Hugging Face token", "hf_" + string.ascii_letters[:34]),
    ("an npm token", "npm_" + MIXED[:36]),
    ("a PyPI token", "pypi-AgEIcHlwaS5vcmc" + MIXED[:80]),
    ("a SendGrid key", "SG." + MIXED[:22] + "." + MIXED[:43]),
    ("a signed token (JWT)", "eyJ" + MIXED[:30] + ".eyJ" + MIXED[:60] + "." + MIXED[:43]),
    ("an Azure storage key", "AccountKey=" + MIXED[:86] + "=="),
    ("a password in an address", "postgres://bot:" + "hunter2@db.example.org/x"),
]


@pytest.mark.parametrize(("name", "secret"), SAMPLES)
def test_a_secret_is_found_named_and_not_printed(name: str, secret: str) -> None:
    """On its line, inside any text, Japanese letters touching it; no more than four characters of it are shown."""
    assert len(list(check("f", f"鍵は{secret}です"))) == 1
    (finding,) = check("f", f"a: 1\nb: 'x {secret} y'\n")
    assert finding.message == f"{name} is stored in the file"
    assert finding.location.line == 2
    assert secret[:5] not in str(finding)


def test_every_pattern_has_a_sample() -> None:
    """A pattern nobody tried may match nothing."""
    found = {
        pattern for _, marker, pattern in PATTERNS for _, text in SAMPLES if marker in text and re.search(pattern, text)
    }
    assert found == {pattern for _, _, pattern in PATTERNS}


@pytest.mark.parametrize(
    "text",
    [
        "AKIAIOSFODNN7EXAMPLE",
        "task-proj-overview and desk-ant-hill",
        "https://example.org:8080/path@home",
        "http://user:{password}@host",
        "ghp_short",
        "sk-123",
        "eyJhbGciOi.J9",
        "the PRIVATE KEY of the house",
        "0" * 64,
        "AO-1234 080-1111-2222 150-0002",
    ],
)
def test_what_only_looks_like_a_secret_is_left_alone(text: str) -> None:
    """Examples from documentation, placeholders, digests, ids."""
    assert list(check("f", text)) == []


def test_no_pattern_repeats_without_bound() -> None:
    """A megabyte of almost-secrets costs a megabyte's time."""
    assert [pattern for _, _, pattern in PATTERNS if re.search(r"\{[0-9]+,\}", pattern)] == []
