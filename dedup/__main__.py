"""`python -m dedup` is the command `dedup`."""

from dedup.cli import main

__all__: list[str] = []

if __name__ == "__main__":
    main()
