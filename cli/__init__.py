"""The `stemmata` command: what a user types, and what they read."""
