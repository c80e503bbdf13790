"""A few cards and forms, worded as people see them, for the tests of how they are drawn."""

from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Choices,
    DateField,
    Form,
    Heading,
    Option,
    Quote,
    Row,
    Section,
    TextField,
)

THING = "0c8f6f2e4b7d4a53a1f2d3c4b5a69788"
REFERENCE = "MASH-2611-7K2QX"
WAITING = (
    "Answered 5 of 12. Waiting for CAF, Education, Housing, Mental Health, Probation, Youth Support. "
    "Not in today: Adults (Wednesday; phone contact asked)."
)


def button(label: str, verb: str, *, opens: bool = True, of: str = f" for {REFERENCE}") -> Button:
    return Button(label=label, verb=verb, thing=THING, name=f"{label}{of}", opens=opens)


REFERRAL = Card(
    title=f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}",
    fallback=f"{REFERENCE}: RED. Due 1:12pm Mon 16 November. Answer by 11:26am. 5 of 12 answered, 0 late.",
    body=(
        Section(("SAFE CONTACT: open details before you phone, write or visit.",)),
        Section(
            (
                "Now: agencies are asked what they know. Answer by 11:26am.",
                WAITING,
                "Views: 4 in, hidden until the meeting opens them.",
            )
        ),
        Section(("Child 1: K.B., 9. Child 2: K.B., 6. Earlier contacts: 2 in 12 months.",)),
        Section(("Meeting: 12:15pm Mon 16 November, chair S. Patel.",)),
    ),
    buttons=(
        button("Nothing known", "check.nothing_known"),
        button("Add what we know", "check.answer"),
        button("Give our view", "vote.cast", of=f" on {REFERENCE}"),
        button("Open details", "details.open", of=f" of {REFERENCE}"),
        button("More", "more.open"),
    ),
    footer="Updated 10:42am. Do not type names or details in this channel.",
)

DIGEST = Card(
    title="3 things need you · Police",
    fallback="3 things need you. First: MASH-2611-7K2QX, RED, due 11:26am.",
    body=(
        Row(
            (f"1. RED ◆ {REFERENCE} · what you know · due 11:26am Mon 16 November",),
            (
                button("Nothing known", "check.nothing_known"),
                button("Add what we know", "check.answer"),
                button("Not mine", "nudge.not_mine"),
            ),
        ),
        Row(
            ("2. Action 2 on MASH-2611-9M3RT · due 4:00pm Mon 16 November",),
            (
                button("Done", "action.done", of=", action 2 on MASH-2611-9M3RT"),
                button("Snooze to 1:30pm", "nudge.snooze", opens=False, of=", action 2 on MASH-2611-9M3RT"),
            ),
        ),
        Section(("Snooze hides the reminder. It does not move the due time.",)),
    ),
)

REFER = Form(
    title="Refer a concern",
    verb="referral.send",
    thing="",
    token="one-use-token",
    submit="Send referral",
    body=(
        Choice(
            "who",
            "Who is it about?",
            (
                Option("child", "A child or young person"),
                Option("unborn", "An unborn baby"),
                Option("adult", "An adult"),
                Option("place", "A place or a group"),
            ),
            missing="Select who it is about",
        ),
        TextField(
            "name",
            "Name",
            hint='First name and surname. If you do not know, write "not known" and what you do know',
            limit=100,
            missing='Enter a name, or "not known"',
        ),
        DateField("heard", "When did you hear of it? (optional)", hint="For example 4 3 2017", optional=True),
        TextField("worry", "What are you worried about?", limit=3000, multiline=True),
        Choices(
            "agencies",
            "Ask these agencies (optional)",
            (Option("police", "Police"), Option("health", "Health"), Option("housing", "Housing")),
            optional=True,
            values=("police", "health"),
        ),
        Choices(
            "checked",
            "I checked our records for",
            (Option("s1", "Kacey Brannigan, born 4 March 2017 (9)"), Option("s2", "Kian Brannigan")),
            values=("s1", "s2"),
            ticks=True,
        ),
    ),
)

DETAILS = Form(
    title="Open details",
    verb="details.open",
    thing=THING,
    body=(
        Section(
            (f"{REFERENCE} · RED ◆ due 1:12pm today · You answer for Police", "Opening this was recorded.")
        ),
        Heading("Referral"),
        Quote(
            "She said:\n  *do not* tell mum.\n\n[click](http://example.org) {{DATE(2026-11-16T09:12:00Z)}}"
        ),
        Row(("Police · checked, nothing known",), (button("Correct it", "check.correct", of=": Police"),)),
    ),
    buttons=(button("Give our view", "vote.cast", of=f" on {REFERENCE}"),),
)
