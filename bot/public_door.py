"""The one door for people who are not on the roster: a member of the public tells a hub of a worry.

Nobody stands behind what comes in here, so nothing else can be done through it, and nothing is shown but what its own
sender wrote. It is kept, audited and screened as what the API or a file brings.
"""

import hashlib
import json
from collections.abc import Callable

from bot.cards.elements import Fields, Form
from bot.cards.referring import tell_us
from bot.cards.sight import Sight
from bot.handlers import all_verbs
from bot.hubs import Hubs
from bot.interaction import REFER, Answer, Identity, Interaction, Phase, SurfaceName
from bot.projection import Projection
from bot.reply import Done, Open
from bot.validation import checked
from bot.verbs import Press
from bot.who import ANONYMOUS
from bot.words import Words
from storage.keyring import SEARCH
from storage.search_tokens import search_token
from storage.store import Store
from storage.tx import Tx
from triage.hub import Hub
from triage.typed_text import typed_text

NOBODY = Identity(SurfaceName.WEB, "", "")


class StoredPublicDoor:
    """Takes what members of the public tell the hubs that let them. `woken` is called after the commit.

    For any other hub it raises LookupError: what the database says when it is sent counts, not when the form was opened.
    """

    def __init__(
        self, store: Store[Tx], hubs: Hubs, projection: Projection, woken: Callable[[], None]
    ) -> None:
        self._store = store
        self._hubs = hubs
        self._projection = projection
        self._woken = woken
        self._verb = all_verbs()[REFER]

    def hubs(self) -> tuple[str, ...]:
        """The ids of the hubs that let members of the public in."""
        return tuple(hub.forum.id for hub in self._hubs.all() if hub.forum.public_form)

    async def form(self, hub: str) -> Form:
        """The questions of one of these hubs. Nothing is kept of that they were read."""
        return await self._store.read(lambda tx: self._form(tx, self._press(tx, hub, {})))

    async def tell(self, hub: str, fields: Fields, key: str) -> Answer:
        """Take what was told, and say what happens next or what is wrong with it; returns only after the commit.

        `key` is drawn for each form that is opened: the same words under the same key get the first answer again.
        """
        answer = await self._store.write(lambda tx: self._tell(tx, self._press(tx, hub, fields), key))
        if answer.kind == "done":
            self._woken()
        return answer

    def _press(self, tx: Tx, hub_id: str, fields: Fields) -> Press:
        self._hubs.refresh(tx)
        if hub_id not in self.hubs():
            raise LookupError("this hub lets no member of the public in")
        hub, roster = self._hubs.of(hub_id), self._hubs.roster(tx)
        sight = Sight(Words(hub.forum.language), hub, roster, tx.now, ANONYMOUS, self._hubs.web_address)
        typed = {name: tuple(map(typed_text, values)) for name, values in fields.items()}
        sent = Interaction(NOBODY, REFER, "", Phase.SUBMIT, delivery="", fields=typed)
        return Press(sent, ANONYMOUS, hub, roster, sight, from_public=True)

    def _form(self, tx: Tx, press: Press) -> Form:
        assert self._verb.opens
        opened = self._verb.opens(tx, press)
        assert isinstance(opened, Open)
        return opened.form

    def _tell(self, tx: Tx, press: Press, key: str) -> Answer:
        delivery = _delivery(tx, press, key)
        before = tx.deliveries.recorded(delivery)
        if before is not None:
            return _again(tx, press, str(before["referral"]))
        form = self._form(tx, press)
        press, found = checked(tx, self._verb, press, form)
        if found:
            return Answer("invalid", form.filled(press.fields, found))
        assert self._verb.does
        match self._verb.does(tx, press):
            case Done(then=then, made=referral):
                self._show_the_desk(tx, press.hub, referral)
                tx.deliveries.record(delivery, {"referral": referral})
                return Answer("done", then)
            case other:
                raise LookupError(f"what was checked was {type(other).__name__}")

    def _show_the_desk(self, tx: Tx, hub: Hub, referral: str) -> None:
        roster = self._hubs.roster(tx)
        self._projection.referral(tx, hub, roster, referral)
        self._projection.desk(tx, hub, roster)


def _delivery(tx: Tx, press: Press, key: str) -> str:
    """What the same words from the same form are told by; nothing of either can be read in it."""
    words = json.dumps(press.fields, sort_keys=True)
    told = search_token(tx.key(SEARCH), "public", press.hub.forum.id, words)
    return f"public:{hashlib.sha256(key.encode()).hexdigest()}:{told}"


def _again(tx: Tx, press: Press, referral: str) -> Answer:
    case = tx.case(referral, press.hub.profile)
    if case is None:
        raise LookupError("what was taken moments ago is there")
    return Answer("done", tell_us.sent(press.sight, case))
