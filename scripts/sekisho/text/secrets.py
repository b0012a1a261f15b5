"""Shapes of API keys, tokens and private keys. What is found is named, never repeated."""

import re
from collections.abc import Iterator

_GITHUB = ("ghp_", "gho_", "ghu_", "ghs_", "ghr_")
PATTERNS: tuple[tuple[str, str, str], ...] = (
    ("a private key", "PRIVATE KEY", r"-----BEGIN [A-Z ]{0,20}PRIVATE KEY(?: BLOCK)?-----"),
    ("an AWS access key", "AKIA", r"\bAKIA(?![A-Z0-9]*EXAMPLE)[0-9A-Z]{16}\b"),
    ("an AWS temporary key", "ASIA", r"\bASIA(?![A-Z0-9]*EXAMPLE)[0-9A-Z]{16}\b"),
    ("a Google API key", "AIza", r"\bAIza[0-9A-Za-z_-]{35}(?![0-9A-Za-z_-])"),
    *(("a GitHub token", mark, rf"\b{mark}[A-Za-z0-9]{{36,255}}\b") for mark in _GITHUB),
    ("a GitHub token", "github_pat_", r"\bgithub_pat_[A-Za-z0-9_]{50,255}\b"),
    ("a GitLab token", "glpat-", r"\bglpat-[A-Za-z0-9_-]{20,200}"),
    ("an OpenAI key", "T3BlbkFJ", r"\bsk-[A-Za-z0-9_-]{20,200}T3BlbkFJ[A-Za-z0-9_-]{20,200}"),
    ("an OpenAI key", "sk-proj-", r"\bsk-proj-[A-Za-z0-9_-]{40,200}"),
    ("an Anthropic key", "sk-ant-", r"\bsk-ant-[a-z0-9]{3,10}-[A-Za-z0-9_-]{40,200}"),
    ("a Slack token", "xox", r"\bxox[abeoprs]-[0-9A-Za-z-]{20,200}"),
    (
        "a Slack webhook",
        "hooks.slack.com",
        r"hooks\.slack\.com/services/T[A-Z0-9]{6,40}/B[A-Z0-9]{6,40}/[A-Za-z0-9]{16,40}",
    ),
    ("a Stripe key", "_live_", r"\b[rs]k_live_[0-9A-Za-z]{20,200}"),
    ("a Hugging Face token", "hf_", r"\bhf_[A-Za-z]{34}\b"),
    ("an npm token", "npm_", r"\bnpm_[A-Za-z0-9]{36}\b"),
    ("a PyPI token", "pypi-", r"\bpypi-AgEIcHlwaS5vcmc[A-Za-z0-9_-]{50,200}"),
    ("a SendGrid key", "SG.", r"\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}"),
    ("a signed token (JWT)", "eyJ", r"\beyJ[A-Za-z0-9_-]{10,200}\.eyJ[A-Za-z0-9_-]{10,4000}\.[A-Za-z0-9_-]{20,200}"),
    ("an Azure storage key", "AccountKey=", r"AccountKey=[A-Za-z0-9+/]{60,200}={0,2}"),
    ("a password in an address", "://", r"\b[a-z][a-z0-9+.-]{1,15}://[^/\s:@{}]{1,64}:[^/\s:@{}*<$]{6,128}@"),
)
"""What it is, a text that is always in it (looked for first, because that is fast), and its pattern.

Every repeat is bounded, so that no file can make the search slow. Words are ASCII words: a key that a Japanese letter
touches is a key.
"""

_COMPILED = tuple((name, marker, re.compile(pattern, re.ASCII)) for name, marker, pattern in PATTERNS)


def find_secrets(text: str) -> Iterator[tuple[str, re.Match[str]]]:
    """Yield what each secret in `text` is, and where, pattern by pattern."""
    for name, marker, pattern in _COMPILED:
        if marker in text:
            for match in pattern.finditer(text):
                yield name, match
