"""Tickets: what a change must own up to, when it needs none, and what can be written for its author."""
