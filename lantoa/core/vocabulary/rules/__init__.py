"""What the vocabulary allows: who may change it, and what a definition may say."""
