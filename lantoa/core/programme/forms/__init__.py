"""What people write about the promise."""
