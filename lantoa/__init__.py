"""Lan Tỏa: the external information work of a province, every figure traceable to its records."""

__version__ = "0.1.0"
