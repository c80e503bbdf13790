"""Read what a form of ours sent: the one way in which a page takes a POST."""

import hmac
import re
from collections.abc import Iterator
from dataclasses import dataclass

from aiohttp import web

from bot.cards.elements import Fields
from bot.cards.render.spot import Spot
from bot.surfaces.kept import written
from bot.surfaces.web.visitor import VISITOR

FIELD, DATE = "f-", "d-"


@dataclass(frozen=True)
class Posted:
    """What a form brought. `values` are our own hidden inputs, `fields` what the person typed and chose.

    `sent` is everything but the form token, in order, to show or send again.
    """

    values: dict[str, str]
    fields: Fields
    sent: tuple[tuple[str, str], ...]

    @property
    def spot(self) -> Spot:
        """The row that the person came from."""
        return Spot.parse(self.values.get("from", ""))

    @property
    def page(self) -> int:
        """The page of a long form that was asked for."""
        return page_number(self.values.get("page", ""))

    @property
    def texts(self) -> tuple[str, ...]:
        """What was written rather than chosen."""
        return written(self.fields)

    @property
    def typed(self) -> bool:
        """Whether anything was typed or chosen at all."""
        return any(self.fields.values())


class TooOld(web.HTTPForbidden):
    """The page that was sent belongs to another session. `texts` are what was written on it, to copy."""

    def __init__(self, texts: tuple[str, ...]) -> None:
        super().__init__()
        self.texts = texts


async def read(request: web.Request) -> Posted:
    """Read the form, after checking that a page of ours made it for this browser.

    Raises `web.HTTPForbidden` if not, `TooOld` if it was made for an earlier session here;
    `web.HTTPRequestEntityTooLarge` if it is too long.
    """
    from_our_page = request.headers.get("Sec-Fetch-Site")
    if from_our_page not in (None, "same-origin", "none"):
        raise web.HTTPForbidden
    sent = [(name, value) for name, value in (await request.post()).items() if isinstance(value, str)]
    values = {name: value for name, value in sent if not name.startswith((FIELD, DATE))}
    csrf, fields = values.pop("csrf", ""), dict(_fields(sent))
    if not hmac.compare_digest(csrf.encode(errors="surrogateescape"), request[VISITOR].csrf.encode()):
        raise TooOld(written(fields) if from_our_page == "same-origin" else ())
    return Posted(values, fields, tuple((name, value) for name, value in sent if name != "csrf"))


def page_number(text: str) -> int:
    """The page that an address or a form names, 1 when it names none."""
    return int(text) if re.fullmatch("[1-9][0-9]{0,2}", text) else 1


def _fields(sent: list[tuple[str, str]]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What was typed, by field id, with the line ends of the author; the three boxes of a date as one text."""
    for name in dict.fromkeys(name for name, _ in sent if name.startswith((FIELD, DATE))):
        texts = [value.replace("\r\n", "\n") for key, value in sent if key == name]
        given = tuple(text for text in texts if text.strip())
        yield name[2:], (" ".join(map(str.strip, given)),) if given and name.startswith(DATE) else given
