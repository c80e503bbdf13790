"""A language that nobody speaks: English with a mark, so that a test sees which language a word was chosen in."""

from bot.words import Words

MARKED = "qaa"


class Tongues(Words):
    """English, and for `MARKED` the same behind a mark."""

    def gettext(self, message: str) -> str:
        return f"~{message}" if self.language == MARKED else message
