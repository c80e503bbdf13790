"""Where on the web a press was made, so that the person comes back to the same row."""

import re
from dataclasses import dataclass

PAGES = ("channel", "messages", "my-work")
_CODE = re.compile(
    r"(?P<page>[a-z-]+)(?:\.(?P<row>[A-Za-z0-9_-]{1,64}))?(?:\.(?P<then>[A-Za-z0-9_-]{1,64}))?"
)


@dataclass(frozen=True)
class Spot:
    """A page of lists, the row on it, and the row below for when that one is gone."""

    page: str = "my-work"
    row: str = ""
    then: str = ""

    @classmethod
    def parse(cls, code: str) -> "Spot":
        """The spot that `code` names; My work when it names none, so that it never leads off our own pages."""
        match = _CODE.fullmatch(code)
        if not match or match["page"] not in PAGES:
            return cls()
        return cls(match["page"], match["row"] or "", match["then"] or "")

    @property
    def code(self) -> str:
        """The spot as a part of an address: opaque ids only."""
        return ".".join(part for part in (self.page, self.row, self.then) if part)

    @property
    def path(self) -> str:
        """The address to come back to."""
        at = ".".join(part for part in (self.row, self.then) if part)
        return f"/{self.page}?at={at}" if at else f"/{self.page}"

    def focus(self, rows: tuple[str, ...]) -> str:
        """The row that gets the focus: the one the person came from, or the next if that is gone."""
        return next((row for row in (self.row, self.then) if row and row in rows), "")
