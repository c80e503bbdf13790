"""Slack: receives presses, submits and words, and delivers cards. Nothing else in the bot knows Slack's SDK."""
