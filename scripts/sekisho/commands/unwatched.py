"""Work that nobody watches."""


class Unwatched:
    """Progress nobody looks at. Implements `ports.Progress`."""

    def start(self, label: str, total: int) -> None:
        """Begin."""

    def advance(self, steps: int = 1) -> None:
        """Go on."""

    def finish(self) -> None:
        """End."""
