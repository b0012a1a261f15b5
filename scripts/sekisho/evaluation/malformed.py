"""Replies that were never meant for people: raw data, an unfilled template, a model's own marks."""

import json

MARKS = ("{{", "}}", "{%", "<|", "|>")


def is_malformed(reply: str) -> bool:
    """Say whether a reply is a JSON object or list, or shows a template's or a model's marks."""
    text = reply.strip()
    return any(mark in text for mark in MARKS) or (text[:1] in ("{", "[") and _is_json(text))


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
