"""What people type to the bot, and the pages they read, on both stores."""

from dataclasses import replace

import pytest

from bot.accounts import StoredAccounts
from bot.cards.elements import Card, Link, Section
from bot.drawing import Drawing
from bot.front_desk import Desk as FrontDesk
from bot.guard import ChannelGuard
from bot.interaction import Answer, Identity, Interaction, Phase, SurfaceName
from tests.support.desk import Desk
from tests.support.people import WEB_TENANT

STRANGER = Identity(SurfaceName.SLACK, "T1", "U-new")


class Guard(ChannelGuard):
    """Remembers what it was asked to look at."""

    def __init__(self) -> None:
        self.looked: list[str] = []

    async def look(self, forum_id: str) -> None:
        self.looked.append(forum_id)


@pytest.fixture
def accounts(desk: Desk) -> StoredAccounts:
    return StoredAccounts(desk.store, desk.hubs)


@pytest.fixture
def front(desk: Desk, accounts: StoredAccounts) -> FrontDesk:
    return FrontDesk(
        desk.store, desk.dispatcher, desk.hubs, drawing=Drawing(desk.hubs), accounts=accounts, guards={}
    )


def of(person: str) -> Identity:
    return Identity(SurfaceName.WEB, WEB_TENANT, person)


def read(card: Card) -> str:
    parts = [line for part in card.body if isinstance(part, Section) for line in part.lines]
    parts += [f"{part.label} {part.url}" for part in card.body if isinstance(part, Link)]
    return "\n".join((card.title, *parts))


async def refer(desk: Desk, worry: str = "He hits her.") -> str:
    """A teacher refers; returns the reference."""
    typed = {
        "about": "child", "name": "Kacey Brannigan", "born": "4 3 2017", "worry": worry, "danger": "yes",
        "family_told": "no_unsafe", "phone": "01632 960 114",
    }  # fmt: skip
    answer = await desk.do("teacher-1", "referral.start", "", typed)
    assert answer.kind == "done", answer
    hub = desk.hub.forum.id
    ids = await desk.store.read(lambda tx: tx.referrals.all_ids(hub))
    return (await desk.case(ids[-1])).referral.reference


async def test_anything_else_gets_a_short_help(front: FrontDesk) -> None:
    assert '"my work"' in read(await front.said(of("police-1"), "hello there", "d1"))


async def test_somebody_unknown_learns_whom_to_ask_and_nothing_else(front: FrontDesk) -> None:
    for words in ("my work", "refer", "sign in", "MASH-2611-7K2QX", "help"):
        card = await front.said(STRANGER, words, f"d-{words}")
        assert "We do not know you here yet" in card.title
        assert not card.buttons
        assert not card.body


async def test_refer_and_my_work_are_typed_in_any_case(front: FrontDesk) -> None:
    (button,) = (await front.said(of("teacher-1"), "Refer", "d1")).buttons
    assert button.verb == "referral.start"
    typed = await front.said(of("police-1"), " my  WORK ", "d2")
    assert typed == await front.my_work(of("police-1"))


async def test_a_reference_leads_to_the_same_case_on_the_web_and_to_its_details(
    front: FrontDesk, desk: Desk
) -> None:
    reference = await refer(desk)
    card = await front.said(of("screening-1"), reference.lower(), "d1")
    assert f"http://127.0.0.1:8080/case/{reference}" in read(card)
    (button,) = card.buttons
    press = Interaction(of("screening-1"), button.verb, button.thing, Phase.PRESS, "d2")
    answer = await front.press(press)
    assert answer.kind == "open"
    assert answer.form
    assert answer.form.title


async def test_a_reference_says_the_same_whether_there_is_a_case_or_not(front: FrontDesk, desk: Desk) -> None:
    reference = await refer(desk)
    real = read(await front.said(of("teacher-1"), reference, "d1")).replace(reference, "X")
    made_up = read(await front.said(of("teacher-1"), "MASH-2611-ZZZZZ", "d2")).replace("MASH-2611-ZZZZZ", "X")
    assert real == made_up
    press = Interaction(of("screening-1"), "details.open", "MASH-2611-ZZZZZ", Phase.PRESS, "d9")
    assert (await front.press(press)).kind == "refused"


async def test_sign_in_gives_a_link_for_this_person_alone(front: FrontDesk, accounts: StoredAccounts) -> None:
    said = read(await front.said(of("police-1"), "sign in", "d1"))
    token = said.split("/sign-in/")[1].split()[0]
    assert await accounts.use_link(token) == "police-1"


async def test_a_code_links_the_account_that_typed_it_once(
    front: FrontDesk, accounts: StoredAccounts, desk: Desk
) -> None:
    code = await desk.store.write(lambda tx: accounts.issue(tx, "police-1", "account", by="admin-1"))
    assert "did not work" in (await front.said(STRANGER, "link ABCDEFGH", "d1")).title
    assert "linked to you now" in (await front.said(STRANGER, f"link {code.lower()}", "d2")).title
    assert '"my work"' in read(await front.said(STRANGER, "help", "d3"))
    other = Identity(SurfaceName.SLACK, "T1", "U-other")
    assert "did not work" in (await front.said(other, f"link {code}", "d4")).title


async def test_only_people_of_the_hub_see_its_channel(front: FrontDesk, desk: Desk) -> None:
    reference = await refer(desk)
    ids = await desk.store.read(lambda tx: tx.referrals.all_ids(desk.hub.forum.id))
    typed = {"what": "rate", "urgency_1": "red", "reason": "Marks like fingers."}
    screened = await desk.do("screening-1", "referral.screen", ids[0], typed)
    assert screened.kind == "done", screened
    notice, post = await front.channel(of("police-1"))
    assert notice.card.title == "This channel shows where each case is. It never shows who."
    assert reference in post.card.title
    assert "Kacey" not in repr(post.card)
    assert await front.channel(STRANGER) == ()
    assert await front.channel(None) == ()
    await desk.store.write(lambda tx: tx.people.end("police-1", tx.now))
    assert await front.channel(of("police-1")) == ()
    assert await front.personal(of("police-1")) == ()
    assert "Your access ended" in (await front.my_work(of("police-1"))).title


async def test_messages_are_ones_own_newest_first(front: FrontDesk, desk: Desk) -> None:
    first, second = await refer(desk), await refer(desk, "He hits her again.")
    posts = await front.personal(of("teacher-1"))
    assert [second in repr(posts[0].card), first in repr(posts[1].card)] == [True, True]
    assert await front.personal(of("nurse-1")) == ()


async def test_a_change_of_a_channel_is_looked_at_by_its_guard(desk: Desk, accounts: StoredAccounts) -> None:
    guard = Guard()
    front = FrontDesk(
        desk.store,
        desk.dispatcher,
        desk.hubs,
        drawing=Drawing(desk.hubs),
        accounts=accounts,
        guards={SurfaceName.SLACK: guard},
    )
    await front.channel_changed(SurfaceName.SLACK, "C-other")
    assert guard.looked == []
    forum = desk.hub.forum
    await desk.store.write(
        lambda tx: (tx.forums.put(replace(forum, channels={"slack": "C1"})), desk.hubs.refresh(tx))
    )
    await front.channel_changed(SurfaceName.SLACK, "C1")
    assert guard.looked == [forum.id]


async def test_an_address_of_a_document_does_nothing_but_open_documents(front: FrontDesk, desk: Desk) -> None:
    answer = await front.paper(of("police-1"), "duty.start", "x1")

    assert isinstance(answer, Answer)
    assert answer.kind == "refused"
    roster = await desk.store.read(lambda tx: tx.people.roster())
    assert "police-1" not in {duty.person for duty in roster.duties}
