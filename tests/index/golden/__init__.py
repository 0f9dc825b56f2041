"""An index of the first format, and how it was made."""
