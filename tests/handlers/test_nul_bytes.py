"""A NUL byte, which PostgreSQL takes in no text: each place it can come in by has the same answer on both stores."""

import pytest

from bot.accounts import StoredDrafts
from bot.interaction import Identity, Interaction, Phase, SurfaceName
from bot.surfaces.web.ports import About
from storage.audit import REST
from tests.support.cases import asked
from tests.support.desk import Desk
from tests.support.keeping import keep
from tests.support.people import WEB_TENANT

NUL = "\x00"
NOTHING_HERE = "There is nothing here with that reference."


def _came(verb: str = "details.open", thing: str = "x", user: str = "police-1", **more: str) -> Interaction:
    phase = Phase.SUBMIT if "token" in more else Phase.PRESS
    delivery = more.pop("delivery", "one")
    return Interaction(Identity(SurfaceName.WEB, WEB_TENANT, user), verb, thing, phase, delivery, **more)  # type: ignore[arg-type]  # only the token is left


@pytest.mark.parametrize(
    ("came", "said"),
    [
        (_came(thing=f"MASH{NUL}"), NOTHING_HERE),
        (_came("proposal.approve", f"a{NUL}b"), NOTHING_HERE),
        (_came("task.do", f"a{NUL}b", "minutes-1"), NOTHING_HERE),
        (
            _came(f"vote{NUL}.cast"),
            "This button no longer does anything. Nothing was recorded. Open details to go on.",
        ),
        (
            _came(user=f"police-1{NUL}"),
            "We do not know you here yet. Ask your agency lead to add you. Nothing was recorded.",
        ),
        (_came(delivery=f"a{NUL}b"), NOTHING_HERE),
    ],
)
async def test_a_nul_byte_in_an_id_is_an_id_that_nothing_has(
    desk: Desk, came: Interaction, said: str
) -> None:
    answer = await desk.dispatcher.press(came)

    assert (answer.kind, answer.note) == ("refused", said)
    entries = await desk.store.read(lambda tx: tx.audit.entries(REST))
    assert entries[-1].outcome == "refused"
    assert await desk.store.read(lambda tx: tx.audit.problems(REST)) == []


async def test_a_nul_byte_in_a_forms_token_is_a_form_that_is_not_ours(desk: Desk) -> None:
    referral = await keep(desk, asked())

    answer = await desk.dispatcher.press(_came("vote.cast", referral, token=f"a{NUL}b"))

    assert answer.note == "This form is no longer valid. Nothing was recorded. Open it again from the card."


async def test_a_nul_byte_in_a_text_is_kept_with_all_the_rest(desk: Desk) -> None:
    referral = await keep(desk, asked())
    typed = {"kind": "cannot_check", "why_not": f"Their system{NUL} is down."}

    answer = await desk.do("police-1", "check.answer", referral, typed)

    assert answer.kind == "done"
    assert (await desk.case(referral)).answers[0].why_not == "Their system\N{REPLACEMENT CHARACTER} is down."


async def test_a_nul_byte_in_the_address_of_a_draft_loses_nothing(desk: Desk) -> None:
    drafts = StoredDrafts(desk.store, desk.hubs)
    about = About("vote.cast", f"r{NUL}", f"t{NUL}")
    await drafts.keep("police-1", about, {"reason": ("Half a thought",)})

    found = await drafts.find("police-1", about)

    assert found
    assert found.fields == {"reason": ("Half a thought",)}
