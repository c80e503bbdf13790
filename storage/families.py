"""Relatives of people who work with the hub, kept sealed and found by keyed hashes alone."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from storage.kept import Kept
from storage.keyring import SEARCH
from storage.search_tokens import search_token
from storage.shapes import RELATIVES
from storage.tables import family, family_token
from triage.records import Relative

if TYPE_CHECKING:
    from storage.tx import Tx


class Families(Kept[Relative]):
    """Relatives, inside one transaction."""

    def __init__(self, tx: "Tx") -> None:
        super().__init__(tx, RELATIVES)

    def note(self, relative: Relative, pairs: Iterable[str]) -> None:
        """Keep somebody of a person's family, to be found by these plain pairs; only their tokens are kept."""
        self.add(relative)
        for token in {self._token(pair) for pair in pairs}:
            self._tx.connection.execute(insert(family_token).values(token=token, family=relative.id))

    def forget(self, person: str) -> None:
        """Forget whom a person must not meet."""
        run = self._tx.connection.execute
        theirs = select(family.c.id).where(family.c.person == person)
        run(delete(family_token).where(family_token.c.family.in_(theirs)))
        run(delete(family).where(family.c.person == person))

    def like(self, forum: str, pairs: Iterable[str]) -> tuple[Relative, ...]:
        """Relatives who share a pair with somebody; whether they are one is judged elsewhere."""
        tokens = {self._token(pair) for pair in pairs}
        found = (
            select(family)
            .where(
                family.c.forum == forum,
                family.c.id.in_(select(family_token.c.family).where(family_token.c.token.in_(tokens))),
            )
            .order_by(family.c.id)
        )
        return self.read(self._tx.connection.execute(found))

    def _token(self, pair: str) -> str:
        return search_token(self._tx.key(SEARCH), pair)
