"""Writing the vocabulary."""

from lantoa.core.vocabulary.actions.seeding import SEED, mark_used, seed

__all__ = ["SEED", "mark_used", "seed"]
