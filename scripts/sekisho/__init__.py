"""A GitOps registry and release gate for dialogue systems."""

__version__ = "0.1.0"
