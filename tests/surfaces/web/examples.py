"""Cards and forms as the hub shows them, for the pages to draw."""

from bot.cards.elements import (
    Button,
    Card,
    Choice,
    Choices,
    DateField,
    Form,
    Heading,
    Link,
    Option,
    Quote,
    Row,
    Section,
    TextField,
)
from bot.cards.referring import tell_us
from bot.paper.document import Document
from bot.paper.marks import Marks
from bot.paper.sheet import Sheet
from bot.ports import PostedCard
from tests.cards.reading import at, sight, staff

URGENCIES = tuple(
    Option(*pair)
    for pair in (("red", "RED ◆"), ("amber", "AMBER ▲"), ("green", "GREEN ●"), ("none", "No view"))
)
HOSTILE = "<script>alert(1)</script> <img src=x onerror=alert(1)> \"'> {{ 7*7 }} [click](javascript:alert(1)) @everyone"


def buttons(reference: str, case: str) -> tuple[Button, ...]:
    return (
        Button("Nothing known", "check.nothing_known", case, f"Nothing known for {reference}"),
        Button("Add what we know", "check.answer", case, f"Add what we know for {reference}"),
        Button("Give our view", "vote.cast", case, f"Give our view on {reference}"),
        Button("Open details", "details.open", case, f"Open details of {reference}"),
        Button("More", "menu.open", case, f"More for {reference}"),
    )


def referral_card(reference: str, case: str, rating: str) -> Card:
    return Card(
        title=f"{rating} due 1:12pm Mon 16 November · {reference}",
        fallback=f"{reference}: {rating[:-2]}. Due 1:12pm Mon 16 November. 5 of 12 answered, 0 late.",
        body=(
            Section(("SAFE CONTACT: open details before you phone, write or visit.",)),
            Section(
                (
                    "Now: agencies are asked what they know. Answer by 11:26am.",
                    "Answered 5 of 12. Waiting for CAF, Education, Housing, Mental Health, Probation, Youth Support.",
                    "Views: 4 in, hidden until the meeting opens them.",
                )
            ),
            Section(("Child 1: K.B., 9. Child 2: K.B., 6. Earlier contacts: 2 in 12 months.",)),
            Section(("Meeting: 12:15pm, chair S. Patel.",)),
        ),
        buttons=buttons(reference, case),
        footer="Updated 10:42am. Do not type names or details in this channel.",
    )


def meeting_card() -> Card:
    return Card(
        title="MEETING 12:15pm · MASH-2611-0042 · roll call",
        fallback="MASH-2611-0042: meeting 12:15pm, roll call.",
        body=(
            Section(
                ("Chair S. Patel. Minutes T. Lowe.", "Needed: Social Work, Police, Health. All are here.")
            ),
            Link("Join the meeting", "https://meet.example.org/hub"),
        ),
        buttons=(
            Button(
                "I am here",
                "meeting.here",
                "mt1",
                "I am here, meeting on MASH-2611-0042",
                opens=False,
                style="primary",
            ),
            Button("Roll call", "meeting.roll_call", "mt1", "Roll call, meeting on MASH-2611-0042"),
        ),
    )


def posts() -> list[PostedCard]:
    return [
        PostedCard("p1", referral_card("MASH-2611-0042", "c42", "RED ◆")),
        PostedCard("p2", referral_card("MASH-2611-0039", "c39", "AMBER ▲")),
        PostedCard("p3", referral_card("MASH-2611-0038", "c38", "GREEN ●")),
        PostedCard("p4", meeting_card()),
    ]


def work_row(reference: str, case: str, line: str) -> Row:
    return Row((line,), buttons(reference, case)[:3])


def my_work() -> Card:
    return Card(
        title="My work · Police · Updated 10:42am",
        fallback="Your work list, 10:42am",
        body=(
            Section(("You are on duty for Police until 5:00pm.",)),
            Heading("URGENT (1)"),
            work_row(
                "MASH-2611-0042",
                "c42",
                "RED ◆ MASH-2611-0042 · K.B., 9, and K.B., 6 · what you know · 44 minutes left",
            ),
            Heading("TO CHECK (2)"),
            work_row(
                "MASH-2611-0039",
                "c39",
                "AMBER ▲ MASH-2611-0039 · T.L., 4 months · what you know · due 3:30pm today",
            ),
            work_row(
                "MASH-2611-0038",
                "c38",
                "GREEN ● MASH-2611-0038 · A.S., 14 · what you know · due 9:12am tomorrow",
            ),
            Heading("ACTIONS (1)"),
            Row(
                ("Action 2 on MASH-2611-0021 · due 4:00pm today",),
                (
                    Button("Done", "action.done", "a2", "Done, action 2 on MASH-2611-0021"),
                    Button(
                        "Take it", "action.take", "a2", "Take it, action 2 on MASH-2611-0021", opens=False
                    ),
                ),
            ),
        ),
        buttons=(Button("Refer a concern", "referral.start", "", "Refer a concern", style="primary"),),
        footer="What you open and do here is recorded.",
    )


def forms() -> dict[str, Form]:
    made = (
        nothing_known(),
        vote(),
        refer(),
        details(),
        approve(),
        menu(),
        answer(),
        Form(
            "Mark done",
            "action.done",
            "a2",
            (TextField("what", "What happened, and where it is recorded", limit=300, multiline=True),),
            "Mark done",
            token="tok-done",
        ),
    )
    return {form.verb: form for form in made}


def case_lines() -> tuple[Section, ...]:
    return (
        Section(("MASH-2611-0042 · RED ◆ due 1:12pm today · You answer for Police",)),
        Section(("Kacey Brannigan, born 4 March 2017 (9)", "Kian Brannigan, born 7 August 2020 (6)")),
        Section(("Opening this was recorded.",)),
    )


def nothing_known() -> Form:
    people = (
        Option("1", "Kacey Brannigan, born 4 March 2017"),
        Option("2", "Kian Brannigan, born 7 August 2020"),
    )
    return Form(
        "Nothing known",
        "check.nothing_known",
        "c42",
        (
            *case_lines(),
            Choices(
                "people",
                "I checked our records for",
                people,
                "Untick anyone you did not check",
                values=("1", "2"),
                ticks=True,
            ),
            TextField(
                "systems",
                "Systems checked (optional)",
                limit=200,
                optional=True,
                value="PNC, local crime system",
            ),
            Section(('This also records "no view". You can give a view until the decision.',)),
        ),
        "Confirm: nothing known",
        token="tok-nothing",
    )


def vote() -> Form:
    return Form(
        "Give our view",
        "vote.cast",
        "c42",
        (
            *case_lines(),
            Heading("Child 1: Kacey Brannigan, 9"),
            Choice("urgency1", "Urgency for child 1", URGENCIES),
            TextField(
                "reason1",
                "Reason for child 1 (optional if the reason below is enough)",
                limit=500,
                multiline=True,
                optional=True,
            ),
            Heading("Child 2: Kian Brannigan, 6"),
            Choice("urgency2", "Urgency for child 2", URGENCIES),
            Heading("Both children"),
            TextField("reason", "Reason", limit=1500, multiline=True),
        ),
        "Record view",
        token="tok-vote",
    )


def answer() -> Form:
    basis = tuple(Option(str(number), f"Lawful basis {number}") for number in range(9))
    return Form(
        "Add what we know",
        "check.answer",
        "c42",
        (
            *case_lines(),
            Choice("basis", "Lawful basis", basis),
            TextField(
                "known", "What you know", "Only what helps decide today. Dates and sources.", multiline=True
            ),
        ),
        "Record answer",
        token="tok-answer",
    )


def refer() -> Form:
    yes_no = (Option("yes", "Yes"), Option("no", "No"), Option("not_sure", "Not sure"))
    about = (
        Option("child", "A child or young person"),
        Option("unborn", "An unborn baby"),
        Option("adult", "An adult"),
    )
    return Form(
        "Refer a concern",
        "referral.start",
        "",
        (
            Choice("about", "Who is it about?", about),
            TextField(
                "name", "Name", 'First name and surname. If you do not know, write "not known"', limit=100
            ),
            DateField("born", "Date of birth", "For example 4 3 2017"),
            TextField(
                "worry",
                "What are you worried about?",
                "What you saw or heard, when, and what could happen.",
                multiline=True,
            ),
            Choice(
                "danger", "Is anyone in danger right now?", yes_no, "If yes, call 999 first, then send this"
            ),
            TextField("phone", "Your phone number today", limit=20),
        ),
        "Send referral",
        token="tok-refer",
    )


def tell_us_form() -> Form:
    return tell_us.form(sight(at(9, 31)))


def told_us() -> Form:
    return Form(
        "Thank you. What you told us has arrived", "", "", (Section(("Your reference is MASH-2611-7KDMQ.",)),)
    )


def details() -> Form:
    return Form(
        "Open details",
        "details.open",
        "c42",
        (
            *case_lines(),
            Heading("Referral"),
            Quote("Kacey arrived with a bruise.\n\nShe first said she fell.\n" + HOSTILE),
            Heading("People"),
            Row(
                ("Kacey Brannigan", "Born 4 March 2017"),
                (
                    Button(
                        "Show the address", "address.show", "s1", "Show the address of child 1", opens=False
                    ),
                ),
            ),
            Heading("Answers by agency"),
            Heading("Police", 3),
            Section(("Known, with information. By T. Lowe 10:42am.",)),
        ),
        buttons=buttons("MASH-2611-0042", "c42")[:3],
    )


def approve() -> Form:
    return Form(
        "Read and decide",
        "proposal.approve",
        "pr1",
        (
            *case_lines(),
            Heading("Decision"),
            Section(("Child 1: section 47 enquiry, joint. Child 2: child in need assessment.",)),
            Quote("What is known is this. " * 200),
        ),
        "Approve",
        (Button("Return it instead", "proposal.return", "pr1", "Return it instead, MASH-2611-0042"),),
        token="tok-approve",
        notice="This changed while you were reading.",
        binding=True,
    )


def menu() -> Form:
    return Form("More", "menu.open", "c42", case_lines()[:1], buttons=buttons("MASH-2611-0042", "c42")[:3])


def refusal() -> Form:
    words = (
        "You cannot approve this. A section 47 enquiry needs a duty manager. "
        "On duty now: J. Okafor, M. Reyes. Nothing has changed."
    )
    return Form("You cannot do this", "", "", (Section((words,)),))


def sheet() -> Sheet:
    """A copy of a record, with words that a page must not take for markup."""
    reader = staff("duty_manager")
    marks = Marks("Harbour MASH", "MASH-2611-0042", "For the case system", "duty-1", at(10, 42), 3)
    body = (Heading("Answers"), Section(("By Police.",)), Quote(HOSTILE))
    return Sheet(
        sight(at(10, 42), reader), Document("Record of MASH-2611-0042", "MASH-2611-0042-copy-3", marks, body)
    )
