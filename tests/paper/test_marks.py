"""Each page of each document says what it is, whose it is, who made it, and which copy and page it is."""

import io
from dataclasses import replace

import docx

from bot.cards.elements import Heading, Quote, Section
from bot.paper import marks
from bot.paper.document import Document
from bot.paper.marks import Marks, belongs_to
from bot.paper.word_file import word_file
from tests.cards.reading import at, sight, staff

SIGHT = sight(at(14), staff("duty_manager"))
MARKS = Marks("Sandwell MASH", "MASH-2611-7KDMQ", "For the case system", "duty-1", at(13, 5), 2)


def document(*body: Heading | Section | Quote) -> Document:
    return Document("Case record", "MASH-2611-7KDMQ-copy-2", MARKS, body)


def test_what_stands_on_each_page() -> None:
    assert marks.top(SIGHT, MARKS) == (
        "OFFICIAL-SENSITIVE PERSONAL",
        "Sandwell MASH · MASH-2611-7KDMQ",
        "Purpose: For the case system",
    )
    made, belongs = marks.bottom(SIGHT, MARKS)
    assert made == f"Made by {SIGHT.name('duty-1')}, 1:05pm on 16 November 2026. Copy 2."
    assert belongs == (
        "Information belongs to the agency that gave it. Do not pass it on without that agency's agreement."
    )


def test_a_copy_of_what_was_made_once_says_who_took_it() -> None:
    taken = replace(MARKS, taken_by="police-1", taken_at=at(14, 20))

    made, _ = marks.bottom(SIGHT, taken)

    assert made == (
        f"Made by {SIGHT.name('duty-1')}, 1:05pm on 16 November 2026. Copy 2. "
        f"Taken by {SIGHT.name('police-1')}, 2:20pm on 16 November 2026."
    )


def test_a_word_file_has_them_in_header_and_footer_with_page_x_of_y() -> None:
    made = docx.Document(io.BytesIO(word_file(SIGHT, document(Heading("Answers"), Quote("Seen.\nTwice.")))))

    section = made.sections[0]
    head, foot = section.header.paragraphs[0].text, section.footer.paragraphs[0]
    assert head.splitlines() == list(marks.top(SIGHT, MARKS))
    assert all(line in foot.text for line in marks.bottom(SIGHT, MARKS))
    fields = foot._p.xpath("w:fldSimple/@w:instr")
    assert fields == ["PAGE", "NUMPAGES"]
    assert [p.text for p in made.paragraphs] == ["Case record", "Answers", "Seen.\nTwice."]


def test_a_word_file_names_nobody_in_its_properties() -> None:
    properties = docx.Document(io.BytesIO(word_file(SIGHT, document()))).core_properties

    assert (properties.author, properties.last_modified_by) == ("Sandwell MASH", "Sandwell MASH")
    assert not properties.comments


def test_characters_that_no_file_may_hold_are_left_out() -> None:
    made = docx.Document(io.BytesIO(word_file(SIGHT, document(Section(("a\x00b\x0b\ud800c",))))))

    assert made.paragraphs[-1].text == "abc"


def test_each_part_says_whose_it_is_and_who_may_see_it() -> None:
    assert belongs_to(SIGHT, "police", "hub").lines == (
        "Belongs to: Police. Who may see this: The hub only.",
    )
    assert belongs_to(SIGHT, "").lines == (f"Belongs to: {SIGHT.hub.forum.name}.",)
