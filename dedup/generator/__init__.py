"""Invents a news corpus whose near-duplicate sentences are known: `generate` writes it."""

from dedup.generator.corpus import Order, generate

__all__ = ["Order", "generate"]
