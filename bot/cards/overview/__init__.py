"""The hub as a whole, and one person's own list."""
