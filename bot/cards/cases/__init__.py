"""One case: its card in the channel, its details, its menu, and what may be true of it at any time."""
