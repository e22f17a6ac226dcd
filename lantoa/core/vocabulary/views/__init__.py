"""Screens of the vocabulary: everybody here reads, administrators write."""
