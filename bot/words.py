"""The words people read, by language.

English is written where it is used and is the source of every translation (`bot/locale`). A language is chosen when a
card or form is built: the forum's on shared cards, the person's elsewhere. Storage keeps codes, never sentences.
"""

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "mash-triage"
LOCALE = Path(__file__).parent / "locale"


class Words:
    """One language's words. A language without a translation file reads English."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._catalogue = _catalogue(language)

    def gettext(self, message: str) -> str:
        """The message in this language."""
        return self._catalogue.gettext(message)

    def ngettext(self, one: str, many: str, number: int) -> str:
        """The message for this number, in this language."""
        return self._catalogue.ngettext(one, many, number)


def listed(message: str) -> str:
    """The message as it is: marks one for translation that only stands in a table, and is translated where it is shown."""
    return message


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    return gettext.translation(DOMAIN, LOCALE, [language], fallback=True)
