"""The channel itself: its notice, its guard, mentions in it, and a chat that cannot be reached."""
