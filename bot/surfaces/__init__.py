"""Slack, Teams and the web: receive presses, deliver cards. Nothing else knows a vendor's SDK."""
