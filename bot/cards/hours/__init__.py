"""Who is on duty, and what happens while the hub is closed."""
