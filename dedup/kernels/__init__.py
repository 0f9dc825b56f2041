"""Numba loops over flat arrays: no tables, no settings, no files."""
