"""What is allowed, how figures stand in prose, and which numbers are bound to none: pure functions."""
