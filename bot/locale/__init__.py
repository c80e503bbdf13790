"""Translations: `mash-triage.pot` lists every message; each language has `LC_MESSAGES/mash-triage.po` beside it."""
