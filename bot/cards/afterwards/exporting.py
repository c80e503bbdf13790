"""Make a copy of the record for the case system, say where it is to be read, and confirm that it stands there."""

from bot.cards import times
from bot.cards.elements import Form, FormPart, Link, Section, TextField
from bot.cards.form_top import form_top
from bot.cards.sight import Sight
from triage.case import Case
from triage.records import Export


def make(sight: Sight, case: Case) -> Form:
    """What a copy holds, and the submit that makes one."""
    _ = sight.words.gettext
    return Form(
        title=_("Export the record"),
        verb="export.make",
        thing=case.referral.id,
        body=(
            *form_top(sight, case),
            Section(
                (
                    _("The copy holds all of the case that you may read, with whose each part is."),
                    _("Secret addresses are not in it."),
                    _("Keep the copy in the case system only, and delete the file afterwards."),
                )
            ),
            *_made(sight, case),
        ),
        submit=_("Make a copy"),
    )


def ready(sight: Sight, case: Case, export: Export) -> Form:
    """Where a copy is to be read: only on the web page, never in chat."""
    _ = sight.words.gettext
    return Form(
        title=_("The copy"),
        verb="export.read",
        thing=export.id,
        body=(Section((line(sight, case, export),)), links(sight, "export.read", export.id)),
    )


def confirm(sight: Sight, case: Case, export: Export) -> Form:
    """The number under which the record stands in the case system."""
    _ = sight.words.gettext
    return Form(
        title=_("Confirm the export"),
        verb="export.confirm",
        thing=export.id,
        body=(
            *form_top(sight, case, also=(line(sight, case, export),)),
            TextField(
                "number",
                _("Its number in the case system"),
                _("Only after you have seen there that the whole copy is in it"),
                limit=60,
                missing=_("Enter its number in the case system"),
            ),
        ),
        submit=_("Confirm"),
    )


def line(sight: Sight, case: Case, export: Export) -> str:
    """One copy in a line."""
    words = sight.words.gettext("{reference}, copy {n}, made {when} by {name}.")
    return words.format(
        reference=case.referral.reference,
        n=export.copy,
        when=times.now_read(sight, export.at),
        name=sight.name(export.by),
    )


def links(sight: Sight, verb: str, thing: str) -> Link:
    """The way to a document's page, where its Word file is too."""
    words = sight.words.gettext("Read it on the web page")
    return Link(words, f"{sight.web_address}/paper/{verb}/{thing}")


def _made(sight: Sight, case: Case) -> tuple[FormPart, ...]:
    """The copies that were made before, and under which number they stand."""
    _ = sight.words.gettext
    confirmed = {one.export: one for one in case.export_confirmations}
    lines = []
    for export in case.exports:
        if export.kind != "case_system":
            continue
        said = line(sight, case, export)
        if export.id in confirmed:
            one = confirmed[export.id]
            stands = _("Confirmed by {name}: number {number}.").format(
                name=sight.name(one.by), number=one.number
            )
            said = f"{said} {stands}"
        lines.append(said)
    return (Section(tuple(lines)),) if lines else ()
