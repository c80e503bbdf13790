"""Look at everything that a deployment needs, and say what to do about what is wrong."""

from collections.abc import Callable, Iterator

import typer

from bot import forums
from bot.cli.common import say
from bot.cli.doctor import chats, kept
from bot.cli.doctor.finding import Finding
from bot.core import check_database, master_keys, open_core
from bot.loopback import is_loopback
from bot.problems import Problem
from bot.settings import Settings, read_settings


def add_to(app: typer.Typer) -> None:
    """Add this command."""
    app.command()(doctor)


def doctor() -> None:
    """Say of each part whether it is well, or what to do. The exit code tells a script."""
    findings = list(examine())
    for one in findings:
        say(f"problem  {one.about}: {one.problem}" if one.problem else f"OK       {one.about}: {one.well}")
    say(_REMINDER)
    if any(one.problem for one in findings):
        raise typer.Exit(1)


def examine() -> Iterator[Finding]:
    """Everything in turn; what cannot be looked at without an earlier part is left out."""
    try:
        settings = read_settings()
    except Problem as problem:
        yield from (Finding("settings", problem=line) for line in problem.lines)
        return
    yield Finding("settings", "they can be read")
    yield _address(settings)
    url = settings.database_url.get_secret_value()
    parts = [
        _tried("database", "it opens, its tables are current", lambda: check_database(url)),
        _tried("master key", "it can be read", lambda: master_keys(settings)),
        _tried("profile", "it can be used", lambda: forums.configured(settings)),
    ]
    yield from parts
    if not any(part.problem for part in parts):
        yield from _with_core(settings)
    yield from chats.shapes(settings)


def _with_core(settings: Settings) -> Iterator[Finding]:
    try:
        core = open_core(settings)
    except Problem as problem:
        yield from (Finding("master key", problem=line) for line in problem.lines)
        return
    try:
        yield from core.store.read_now(lambda tx: list(kept.findings(tx, core)))
        yield from chats.findings(core)
    finally:
        core.store.close_now()


def _address(settings: Settings) -> Finding:
    exposed = not is_loopback(settings.host) or settings.public_url
    plain = not settings.public_url.startswith("https://")
    wrong = "people come in over plain http: set PUBLIC_URL to the https address of the proxy in front"
    return Finding("web pages", settings.web_address, wrong if exposed and plain else "")


def _tried(about: str, well: str, check: Callable[[], object]) -> Finding:
    try:
        check()
    except Problem as problem:
        return Finding(about, problem=" ".join(problem.lines))
    return Finding(about, well)


_REMINDER = (
    "Remember: what is typed into a form passes through the chat's vendor, and posts rest there by its own retention. "
    "Set the vendor's retention and discovery to what your impact assessment says."
)
