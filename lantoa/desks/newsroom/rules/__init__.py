"""Who may, what counts, where an item stands, what reads badly."""
