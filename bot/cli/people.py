"""Who is on the roster."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.common import note, opened, operator, read_bytes, say, unreadable
from bot.core import Core
from bot.due.leavers import hand_on
from bot.intake.decoding import FileRefused, decode
from bot.intake.families import note_families, read_families
from bot.people_file import Applied, Entry, PeopleProblems, apply_people, read_people
from bot.problems import Problem
from storage.accounts import Purpose
from storage.tx import Tx

PersonId = Annotated[str, typer.Argument(help="The person's id in people.csv", metavar="ID")]


def add_to(app: typer.Typer) -> None:
    """Add these commands."""
    people = typer.Typer(no_args_is_help=True, help=__doc__)
    people.command("import")(import_file)
    people.command()(invite)
    people.command()(leave)
    people.command()(link)
    people.command()(families)
    app.add_typer(people, name="people")


def import_file(file: Annotated[Path, typer.Argument(metavar="FILE", help="people.csv")]) -> None:
    """Bring the roster to what a file says. Every problem is named by its line, and then nothing is changed."""
    try:
        text = decode(read_bytes(file))
    except FileRefused as refused:
        raise unreadable(file, refused) from None
    with opened() as core:
        try:
            entries = read_people(text, core.hubs)
            applied = core.store.write_now(lambda tx: _apply(tx, core, entries))
        except PeopleProblems as problems:
            raise Problem((*problems.lines, "Nothing was changed.")) from None
    say(f"{applied.added} added, {applied.changed} changed, {applied.unchanged} unchanged.")


def invite(person: PersonId) -> None:
    """Print a link with which somebody sets up an authenticator code for the web pages."""
    with opened() as core:
        token = _issue(core, person, "invite")
        say(f"{core.settings.web_address}/invite/{token}")
    say("Hand it over in person or by a way that only they read. It works once, within 7 days.")


def link(person: PersonId) -> None:
    """Print a one-time code with which somebody links their chat account."""
    with opened() as core:
        code = _issue(core, person, "account")
    say(f"Type this to the bot within 15 minutes: link {code}")


def leave(person: PersonId) -> None:
    """End somebody's access now, on every surface. Their actions go to their agency's lead, their duty ends."""
    with opened() as core:
        if not core.store.write_now(lambda tx: _leave(tx, core, person)):
            raise Problem((f"{person} is not on the roster, or left already. Nothing was changed.",))
    say(f"{person} has no access any more.")


def families(file: Annotated[Path, typer.Argument(metavar="FILE", help="families.csv")]) -> None:
    """Note whom people must not meet in their work: id, name and date of birth, a relative a line.

    What the file says of a person takes the place of what was noted before. Nothing is told of what it matched.
    """
    try:
        text = decode(read_bytes(file))
    except FileRefused as refused:
        raise unreadable(file, refused) from None
    with opened() as core:
        try:
            noted = core.store.write_now(lambda tx: _families(tx, core, text))
        except PeopleProblems as problems:
            raise Problem((*problems.lines, "Nothing was changed.")) from None
    say(f"Noted for {noted} people.")


def _families(tx: Tx, core: Core, text: str) -> int:
    roster = core.hubs.roster(tx)
    noted = note_families(tx, read_families(text, roster, tx.now.date()), core.hubs)
    note(tx, "people.families")
    for hub in core.hubs.all():
        core.projection.everything(tx, hub, roster)
        tx.messages.redraw_forum(hub.forum.id)
    return noted


def _apply(tx: Tx, core: Core, entries: tuple[Entry, ...]) -> Applied:
    applied = apply_people(tx, entries, core.hubs.roster(tx), operator())
    note(tx, "people.import")
    _tell_hubs(tx, core)
    return applied


def _leave(tx: Tx, core: Core, person: str) -> bool:
    if not tx.people.end(person, tx.now):
        return False
    tx.accounts.end_all(person, datetime.now(UTC))
    roster = core.hubs.roster(tx)
    for hub in core.hubs.all():
        hand_on(tx, hub, roster)
    _tell_hubs(tx, core)
    note(tx, "people.leave", person)
    return True


def _issue(core: Core, person: str, purpose: Purpose) -> str:
    def issue(tx: Tx) -> str:
        roster = core.hubs.roster(tx)
        if not any(roster.actor(person, hub.forum.id, tx.now) for hub in core.hubs.all()):
            raise Problem((f"{person} is not on the roster, or has left.",))
        return core.accounts.issue(tx, person, purpose, by=operator())

    return core.store.write_now(issue)


def _tell_hubs(tx: Tx, core: Core) -> None:
    """Messages follow the roster: what somebody's work was goes to whoever it is now."""
    roster = core.hubs.roster(tx)
    for hub in core.hubs.all():
        core.projection.everything(tx, hub, roster)
        tx.messages.redraw_lists(hub.forum.id)
