"""Actions, and the reminders of everything that is due."""
