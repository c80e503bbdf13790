"""Meetings, the day's list, and the minutes."""
