"""What is allowed, and how an entry is hashed: pure functions."""
