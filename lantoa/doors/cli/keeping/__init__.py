"""One file that holds an installation: written while people work, read back elsewhere with the same head."""
