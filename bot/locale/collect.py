"""Collects every message that people read from the code and the templates. Run as `make words`."""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

BOT = Path(__file__).parents[1]
TEMPLATE = Path(__file__).parent / "mash-triage.pot"

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_KEYWORDS: dict[str, tuple[int, ...] | None] = {
    "_": None,
    "gettext": None,
    "listed": None,
    "many": (1, 2),
    "ngettext": (1, 2),
}


def messages() -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Each message (singular and plural where it has both) with the file it stands in."""
    found = extract_from_dir(
        BOT, method_map=_METHODS, options_map={"**.html": {"encoding": "utf-8"}}, keywords=_KEYWORDS
    )
    for file, _line, message, _comments, _context in found:
        yield str(file), message


def template() -> str:
    """The catalogue that translators start from."""
    catalogue = Catalog(project="mash-triage", charset="utf-8")
    for file, message in sorted(messages(), key=lambda found: (found[0], str(found[1]))):
        catalogue.add(message, locations=[(file, 0)])
    written = io.BytesIO()
    write_po(written, catalogue, width=120, include_lineno=False, omit_header=True, sort_output=True)
    return written.getvalue().decode()


if __name__ == "__main__":
    TEMPLATE.write_text(template(), encoding="utf-8")
