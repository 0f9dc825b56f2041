"""The slow twin of every fast answer: plain Python that can be checked by reading it."""

__all__: list[str] = []
