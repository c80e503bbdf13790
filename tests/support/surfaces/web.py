"""A person at the web pages, with a browser that runs no script: cookies, links, forms, nothing else."""

from collections.abc import Mapping
from typing import Self

import aiohttp
from yarl import URL

from tests.support.surfaces.page import Element, read_page
from tests.support.surfaces.teller import Place, Post, Pressable, Settle, Teller, Typed

PATHS: dict[Place, str] = {"channel": "/channel", "messages": "/messages", "my work": "/my-work"}


class WebTeller(Teller):
    """What is filled in is sent with the submit; a page that says "send again" is sent again. `page` is what is in front of them, `status` its HTTP status.

    Kept for tests that look through it: the addresses `visited`, every page of cards (`lists`), every other (`forms`).
    """

    surface = "web"

    def __init__(self, person: str, address: str, settle: Settle) -> None:
        super().__init__(person, settle)
        self._address = address
        self._browser = aiohttp.ClientSession(cookie_jar=aiohttp.CookieJar(unsafe=True))
        self._filled: dict[str, list[str]] = {}
        self.page = Element("page")
        self.status = 0
        self.visited: list[str] = []
        self.lists: list[str] = []
        self.forms: list[Element] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._browser.close()

    async def signs_in(self, link: str) -> None:
        """Come in by a one-time link, whose page has a button."""
        await self.goes_to(link)
        form = next(each for each in self.page.all("form") if each["action"] in ("", link))
        await self.sends(link, _hidden(form))
        assert self.status == 200, self.page.text

    async def goes_to(self, path: str) -> None:
        """Follow a link or type an address."""
        async with self._browser.get(self._address + path) as response:
            await self._take(response)

    async def sends(self, path: str, values: list[tuple[str, str]]) -> None:
        """Send a form."""
        async with self._browser.post(self._address + path, data=values) as response:
            await self._take(response)

    async def posts(self, place: Place) -> list[Post]:
        async with self._browser.get(self._address + PATHS[place]) as response:
            self._passes(response)
            page = self._kept(await response.text())
        return [_post(each, PATHS[place]) for each in page.all("article", having="card")]

    async def reads(self) -> str:
        form = self._form()
        notes = [each.text for each in self.page.all("p", having="notice")]
        typed = [each["value"] for each in form.all("input") if each["type"] == "text"] if form else []
        return "\n".join([*notes, form.text, *filter(None, typed)] if form else notes) or self.page.text

    @property
    def csrf(self) -> str:
        """The token that this browser's forms bring back."""
        return next(each["value"] for each in self.page.all("input") if each["name"] == "csrf")

    @property
    def is_open(self) -> bool:
        return self.page.by_id("fill") is not None

    @property
    def problems(self) -> tuple[str, ...]:
        summary = self.page.first("section", having="summary")
        return tuple(each.text for each in summary.all("li")) if summary else ()

    @property
    def note(self) -> str:
        main = self.page.by_id("main")
        notes = (
            [each for each in main.inside if isinstance(each, Element) and "notice" in each.classes]
            if main
            else []
        )
        return notes[0].text if notes else ""

    @property
    def form_buttons(self) -> tuple[Pressable, ...]:
        form = self._form()
        return _buttons(form) if form else ()

    async def starts_to_refer(self) -> None:
        await self.goes_to("/refer")
        self._filled = {}
        self.presses += 1

    async def presses_as_it_was(self, post: Post, label: str) -> None:
        await self._press_in_form(next(each for each in post.buttons if label in (each.label, each.name)))

    async def closes(self) -> None:
        self.page = Element("page")

    async def _press_on_card(self, post: Post, button: Pressable) -> None:  # noqa: ARG002 - as its base
        await self._press_in_form(button)

    async def _press_in_form(self, button: Pressable) -> None:
        self._filled = {}
        element: Element = button.handle
        if element.tag == "a":
            await self.goes_to(element["href"])
        else:
            await self.sends(element["action"], _hidden(element))

    async def _fill(self, values: Mapping[str, Typed]) -> None:
        for label, value in values.items():
            name, given = entered(self._field(label), value)
            self._filled[name] = given

    async def _submit(self) -> None:
        form = self.page.by_id("fill") or self.page.first("form", having="kept")
        assert form is not None, "no form is open"
        held = _held(self.page) | self._filled
        sent = _hidden(form) + [(name, value) for name, values in held.items() for value in values]
        self._filled = {}
        await self.sends(form["action"], sent)

    def _is_choice(self, label: str) -> bool:
        found = self._field(label)
        return bool(found.all("select") or found.all("input", is_so=_is_ticked_or_not))

    def _form(self) -> Element | None:
        return self.page.first("article", having="form")

    def _field(self, label: str) -> Element:
        fields = self.page.all("div", having="field")
        found = [each for each in fields if label_of(each) == label]
        assert len(found) == 1, (
            f"{len(found)} fields are labelled {label!r}; there are {[label_of(f) for f in fields]}"
        )
        return found[0]

    async def _take(self, response: aiohttp.ClientResponse) -> None:
        self._passes(response)
        self.status = response.status
        self.page = self._kept(await response.text())

    def _kept(self, whole: str) -> Element:
        """The page; what stands on it besides the person's own name and the phone numbers is kept."""
        page = read_page(whole)
        if page.first("article", having="form"):
            self.forms.append(page)
        else:
            self.lists.append(whole.partition("<main")[2].partition("</main>")[0])
        return page

    def _passes(self, response: aiohttp.ClientResponse) -> None:
        """Remember the addresses: they stand in histories and logs."""
        self.visited += [URL(each.url).path_qs for each in (*response.history, response)]


def label_of(field: Element) -> str:
    """What a field is called."""
    found = field.first("", having="label")
    return found.text if found else ""


def entered(field: Element, value: Typed) -> tuple[str, list[str]]:
    """The name and the values under which a field sends what a person typed or chose."""
    boxes = field.all("input", is_so=_is_ticked_or_not)
    if boxes:
        wanted = value if isinstance(value, list) else [value]
        offered = {_label_for(field, each): each["value"] for each in boxes}
        return boxes[0]["name"], [_offered(offered, each) for each in wanted]
    chosen = field.first("select")
    if chosen is not None:
        offered = {each.text: each["value"] for each in chosen.all("option")}
        return chosen["name"], [_offered(offered, str(value))]
    inputs = field.all("input") or field.all("textarea")
    parts = str(value).split() if len(inputs) > 1 else [str(value)]
    return inputs[0]["name"], parts


def _offered(offered: dict[str, str], wanted: str) -> str:
    assert wanted in offered, f"{wanted!r} is not offered; there are {list(offered)}"
    return offered[wanted]


def _label_for(field: Element, box: Element) -> str:
    return next(each.text for each in field.all("label") if each["for"] == box["id"])


def _is_ticked_or_not(element: Element) -> bool:
    return element["type"] in ("radio", "checkbox")


def _held(page: Element) -> dict[str, list[str]]:
    """What the fields hold when the page opens."""
    held: dict[str, list[str]] = {}
    for each in page.all(is_so=lambda element: element["form"] == "fill" and bool(element["name"])):
        values = held.setdefault(each["name"], [])
        if each.tag == "select":
            values += [option["value"] for option in each.all("option") if "selected" in option]
        elif each.tag == "textarea":
            values.append(_written(each).removeprefix("\n"))
        elif not _is_ticked_or_not(each) or "checked" in each:
            values.append(each["value"])
    return held


def _written(area: Element) -> str:
    return "".join(each for each in area.inside if isinstance(each, str))


def _hidden(form: Element) -> list[tuple[str, str]]:
    return [(each["name"], each["value"]) for each in form.all("input") if each["type"] == "hidden"]


def _post(article: Element, path: str) -> Post:
    return Post(article.text, _buttons(article), handle=path)


def _buttons(article: Element) -> tuple[Pressable, ...]:
    return tuple(_pressable(each) for each in article.all(is_so=_is_pressable))


def _is_pressable(element: Element) -> bool:
    return (element.tag == "a" and "opens" in element.classes) or "act" in element.classes


def _pressable(element: Element) -> Pressable:
    shown = element if element.tag == "a" else element.all("button")[0]
    return Pressable(shown.text, shown["aria-label"] or shown.text, element)
