"""What every way of running the bot stands on, put together once: the store, the hubs, the clock, the dispatcher."""

import hmac
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256

from bot import forums
from bot.accounts import StoredAccounts, StoredDrafts
from bot.clock import Clock, SystemClock
from bot.dispatcher import Dispatcher
from bot.drawing import Drawing
from bot.due.jobs import DueScan
from bot.handlers import all_verbs
from bot.hubs import Hubs
from bot.interaction import SurfaceName
from bot.problems import Problem
from bot.projection import Projection
from bot.settings import Settings
from storage.errors import StoreUnavailable
from storage.keyring import AUDIT, HUB, SEARCH, Keyring
from storage.keys import BadMasterKeyError, CannotUnwrapError, MasterKeys
from storage.migrate import current_revision, head_revision
from storage.store import Store, open_store
from storage.tx import Tx, tx_factory
from triage.profile import Profile
from triage.records import Forum


class Bell:
    """Tells whoever listens that something was committed."""

    def __init__(self) -> None:
        self._listeners: list[Callable[[], None]] = []

    def listen(self, told: Callable[[], None]) -> None:
        """Be told from now on."""
        self._listeners.append(told)

    def ring(self) -> None:
        """Tell everybody."""
        for told in self._listeners:
            told()


@dataclass(frozen=True)
class Core:
    """The parts that belong to no surface."""

    settings: Settings
    clock: Clock
    keyring: Keyring
    store: Store[Tx]
    hubs: Hubs
    projection: Projection
    dispatcher: Dispatcher
    drawing: Drawing
    due_scan: DueScan
    accounts: StoredAccounts
    drafts: StoredDrafts
    web_secret: bytes = field(repr=False)
    bell: Bell = field(default_factory=Bell)


def open_core(settings: Settings, clock: Clock | None = None) -> Core:
    """Open the store and put the parts together; raises `Problem` with everything that is in the way."""
    master, (found, profiles), url = _checked(settings)
    clock = clock or SystemClock()
    keyring = Keyring(master)
    store = open_store(url, clock=clock.now, make_tx=tx_factory(keyring))
    hubs = Hubs(profiles, settings.web_address)
    try:
        web_secret = store.write_now(lambda tx: _set_up(tx, keyring, found, hubs))
    except (CannotUnwrapError, StoreUnavailable) as error:
        store.close_now()
        raise Problem((_why(error),)) from None
    projection, bell = Projection(surfaces(settings)), Bell()
    return Core(
        settings=settings,
        clock=clock,
        keyring=keyring,
        store=store,
        hubs=hubs,
        projection=projection,
        dispatcher=Dispatcher(store, verbs=all_verbs(), hubs=hubs, projection=projection, woken=bell.ring),
        drawing=Drawing(hubs),
        due_scan=DueScan(store, hubs, projection),
        accounts=StoredAccounts(store, hubs),
        drafts=StoredDrafts(store, hubs),
        web_secret=web_secret,
        bell=bell,
    )


def surfaces(settings: Settings) -> frozenset[SurfaceName]:
    """The chats that are set; the web always is."""
    on = {SurfaceName.SLACK: settings.slack_on, SurfaceName.TEAMS: settings.teams_on}
    return frozenset(surface for surface, is_on in on.items() if is_on)


def master_keys(settings: Settings) -> MasterKeys:
    """The master keys; raises `Problem`."""
    try:
        return MasterKeys.parse(settings.master_key.get_secret_value())
    except BadMasterKeyError as error:
        raise Problem(
            (f"MASTER_KEY: {error}. `mash-triage keys new` makes one; keep it where backups are not kept.",)
        ) from None


def check_database(url: str) -> None:
    """Raise `Problem` unless the database can be opened and its tables are those of this program."""
    try:
        revision = current_revision(url)
    except ValueError as error:
        raise Problem((f"{error}.",)) from None
    except Exception as error:  # noqa: BLE001 - each driver has its own errors; none may show the address
        raise Problem(
            (
                f"DATABASE_URL: the database cannot be opened ({type(error).__name__}). Is it there, and running?",
            )
        ) from None
    if revision != head_revision():
        have = f"at revision {revision}" if revision else "empty"
        raise Problem(
            (f"The database is {have}, this program needs {head_revision()}: run `mash-triage migrate`.",)
        )


def _checked(settings: Settings) -> tuple[MasterKeys, tuple[tuple[Forum, ...], dict[str, Profile]], str]:
    """Everything that can be wrong before the store is opened, all of it said at once."""
    url = settings.database_url.get_secret_value()
    problems: list[str] = []
    for check in (
        lambda: master_keys(settings),
        lambda: forums.configured(settings),
        lambda: check_database(url),
    ):
        try:
            check()
        except Problem as problem:
            problems += problem.lines
    if problems:
        raise Problem(tuple(problems))
    return master_keys(settings), forums.configured(settings), url


def _set_up(tx: Tx, keyring: Keyring, found: tuple[Forum, ...], hubs: Hubs) -> bytes:
    """Make what every deployment has, and return the secret of its web pages, the same on each replica."""
    keyring.make_missing(tx.connection, tx.now)
    for owner in (HUB, SEARCH, AUDIT):
        tx.key(owner)
    forums.keep(tx, found)
    hubs.refresh(tx)
    return hmac.new(tx.key(HUB), b"web pages", sha256).digest()


def _why(error: Exception) -> str:
    if isinstance(error, CannotUnwrapError):
        return f"MASTER_KEY does not open this database: {error}."
    return f"DATABASE_URL: {error}"
