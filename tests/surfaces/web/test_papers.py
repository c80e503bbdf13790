"""Documents on the web: read, printed and taken along by who may, with their marks; nothing in an address names anybody."""

import io

import docx

from bot.paper.word_file import TYPE
from tests.surfaces.web.conftest import Behind
from tests.surfaces.web.examples import HOSTILE
from tests.surfaces.web.visitor import Visit

PAGE = "/paper/export.read/x1"


async def test_who_is_not_signed_in_signs_in_first(visit: Visit) -> None:
    assert (await visit.get(PAGE)).path == "/sign-in"


async def test_the_page_carries_its_marks_and_shows_words_as_words(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()

    seen = await visit.get(PAGE)

    assert seen.status == 200
    for mark in ("OFFICIAL-SENSITIVE PERSONAL", "Harbour MASH · MASH-2611-0042", "Copy 3."):
        assert mark in seen.words
    assert HOSTILE not in seen.text
    assert seen.headers["Cache-Control"] == "no-store"
    assert behind.desk.readers[-1].endswith("export.read x1")


async def test_the_word_file_is_named_by_reference_and_copy(visit: Visit) -> None:
    await visit.be_somebody()

    async with visit.client.get(f"{PAGE}.docx") as response:
        made = docx.Document(io.BytesIO(await response.read()))
        headers = dict(response.headers)

    assert headers["Content-Type"] == TYPE
    assert headers["Content-Disposition"] == 'attachment; filename="MASH-2611-0042-copy-3.docx"'
    assert made.paragraphs[0].text == "Record of MASH-2611-0042"


async def test_who_may_not_read_it_gets_the_refusal_and_no_file(visit: Visit, behind: Behind) -> None:
    await visit.be_somebody()
    behind.desk.refuse("export.read")

    for path in (PAGE, f"{PAGE}.docx"):
        seen = await visit.get(path)
        assert seen.status == 403
        assert "OFFICIAL-SENSITIVE" not in seen.text
