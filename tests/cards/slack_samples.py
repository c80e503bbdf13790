"""Cards and forms of the running example, as a card module would return them."""

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

REFERENCE = "MASH-2611-0042"
HOSTILE = "<!channel> <@U123> <script>alert(1)</script> [click](http://evil.example) *bold* _x_ @everyone &amp; :fire:"


def button(label: str, verb: str, thing: str = "c7f1", *, name: str = "", opens: bool = True) -> Button:
    return Button(label, verb, thing, name or f"{label} for {REFERENCE}", opens=opens)


def referral_card(*side: str) -> Card:
    """Card 1.1, checks out; a side state adds a section."""
    return Card(
        title=f"RED ◆ due 1:12pm Mon 16 November · {REFERENCE}",
        fallback=f"{REFERENCE}: RED. Due 1:12pm Mon 16 November. Answer by 11:26am. 5 of 12 answered, 0 late.",
        body=(
            *(Section((line,)) for line in side),
            Section(
                (
                    "SAFE CONTACT: open details before you phone, write or visit.",
                    "Now: agencies are asked what they know. Answer by 11:26am.",
                )
            ),
            Section(
                (
                    "Answered 5 of 12. Waiting for CAF, Education.",
                    "Views: 4 in, hidden until the meeting opens them.",
                )
            ),
            Section(("Child 1: K.B., 9. Child 2: K.B., 6.", "Meeting: 12:15pm, chair S. Patel.")),
        ),
        buttons=(
            button("Nothing known", "check.nothing"),
            button("Add what we know", "check.answer"),
            button("Give our view", "vote.give"),
            button("Open details", "details.open"),
            button("More", "more.open"),
        ),
        footer="Updated 10:42am. Do not type names or details in this channel.",
    )


def my_work(rows: int) -> Card:
    """Card 1.9 with so many rows."""
    return Card(
        title="My work · Police · Updated 10:42am",
        fallback="Your work list, 10:42am",
        body=tuple(
            Row(
                (f"AMBER ▲ MASH-2611-{number:04} · due 3:30pm",),
                (button("Nothing known", "check.nothing", f"k{number}", name=f"Nothing known for {number}"),),
            )
            for number in range(rows)
        ),
        buttons=(button("Refresh", "work.refresh", "", opens=False),),
    )


def view_form(token: str = "tok1", **values: str) -> Form:
    """Form 2.5 for two children."""
    ratings = (Option("red", "RED ◆"), Option("amber", "AMBER ▲"), Option("green", "GREEN ●"))
    body = [Section((f"{REFERENCE} · RED ◆ due 1:12pm today · You answer for Police",))]
    for child in "1", "2":
        body += [
            Heading(f"Child {child}: Kacey Brannigan, 9", 3),
            Choice(
                f"urgency.{child}",
                f"Urgency for child {child}",
                ratings,
                value=values.get(f"urgency{child}", ""),
            ),
        ]
    body.append(
        TextField(
            "reason", "Reason", "What makes it this", 1500, multiline=True, value=values.get("reason", "")
        )
    )
    return Form("Give our view", "vote.cast", "v77", tuple(body), "Record view", token=token)


def every_field() -> Form:
    """One of each field, at the edges of what each surface can show."""
    many = tuple(Option(f"o{number}", f"Person {number}") for number in range(101))
    return Form(
        "Everything",
        "all.send",
        "t1",
        (
            TextField("name", "Name", "First name and surname", 100),
            TextField("place", "Where are they now? (optional)", optional=True, limit=9_000, multiline=True),
            DateField("born", "Date of birth or age", "For example 4 3 2017", value="4 3 2017"),
            Choice("six", "Six", many[:6], value="o2"),
            Choice("seven", "Seven", many[:7], value="o3"),
            Choice("few", "Few, as a list", many[:2], as_list=True),
            Choice("hundred", "A hundred", many[:100], value="o99"),
            Choice("search", "Over a hundred", many, value="o100"),
            Choices("ten", "Ten", many[:10], values=("o0", "o9"), ticks=True),
            Choices("twelve", "Twelve", many[:12], values=("o0", "o11"), ticks=True),
            Choices("several", "Several", many[:12], values=("o1", "o11")),
            Choice("none", "Nobody", ()),
        ),
        "Send",
    )


def details(parts: int) -> Form:
    """Form 1.12: long, without fields."""
    body = tuple(
        part
        for number in range(parts)
        for part in (Heading(f"Answer {number}", 3), Quote(f"Words {number}\n{HOSTILE}"))
    )
    return Form("Open details", "details.open", "d1", body, buttons=(button("Actions", "actions.open"),))
