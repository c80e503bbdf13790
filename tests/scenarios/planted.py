"""A referral in which each field holds a word that stands nowhere else, so that it can be found wherever it goes."""

from tests.support.surfaces import Typed

CONCERN: dict[str, Typed] = {
    "Who is it about?": "A child or young person",
    "Name": "Zebulonna Quillfeather",
    "Date of birth or age": "17 3 2017",
    "Where are they now? (optional)": "At Whereplant hall",
    "Who else is in the home? (optional)": "Homeplant Quillfeather, 4",
    "What are you worried about?": "Worryplant: a bruise.\nShe will not say why.",
    "Is anyone in danger right now?": "Yes",
    "Do the parents or carers know you are referring?": "No, it could put someone at risk",
    "Your phone number today": "01632 960 777",
}
CHILD: dict[str, Typed] = {
    "Full name (optional)": "Zebulonna Quillfeather",
    "Also known as (optional)": "Aliasplant",
    "Sex (optional)": "Girlplant",
    "Ethnicity (optional)": "Ethnicplant",
    "Place of birth of the child (optional)": "Birthplant",
    "Place of birth of the parents (optional)": "Parentplant",
    "Religion (optional)": "Faithplant",
    "First language (optional)": "Tongueplant",
    "Interpreter needed (optional)": "Interpretplant",
    "Disability and how they communicate (optional)": "Disableplant",
    "Address (optional)": "7 Marrowgate Crescent",
    "Postcode (optional)": "ZE3 9QQ",
    "Secret address (only if it is)": ["This address must be kept secret"],
    "School or nursery (optional)": "Tanglewick School",
    "GP (optional)": "Dr Gpplant",
    "NHS number (optional)": "999 123 4560",
}
PEOPLE: dict[str, Typed] = {
    "Person 1, name (optional)": "Personplant Quillfeather",
    "Person 1, date of birth (optional)": "19 8 1991",
    "Person 1, relationship (optional)": "Relateplant",
    "Person 1, safe to contact and how (optional)": "Safeplant",
}
WORRY: dict[str, Typed] = {
    "What it is about (optional)": ["Domestic abuse"],
    "Needs (optional)": "Needplant",
    "Harm that has happened (optional)": "Happenedplant",
    "Harm that could happen (optional)": "Couldplant",
    "What the child says and wants (optional)": "Childplant says",
    "What a day is like for them (optional)": "Dayplant",
    "What works well (optional)": "Wellplant",
}
FAMILY: dict[str, Typed] = {
    "Who was told, when, and what they said (optional)": "Toldplant",
    "Was consent asked? (optional)": "Asked and refused",
    "Why consent was not asked (only if it was not)": "Unaskedplant",
    "Do not contact (optional)": "Contactplant",
    "Other agencies (optional)": "Agencyplant",
    "Allocated worker (optional)": "Workerplant",
}
SCREENED: dict[str, Typed] = {
    "Reason": "Ratedplant",
    "What agencies will read": "The summary in the next box",
    "Summary or question for agencies (optional)": "Summaryplant",
}
URGENT: dict[str, Typed] = {"What is happening": "Urgentplant", "Have you called 999?": "Not yet"}
MORE_WORRIED: dict[str, Typed] = {
    "What is happening": "Worriedplant at 7 Marrowgate Crescent",
    "Have you called 999?": "Yes",
}
HOLDING: dict[str, Typed] = {
    "How": "Here in chat",
    "I have checked that this is the person who referred and that they may be told": ["I have checked"],
}
SYSTEMS: dict[str, Typed] = {"Systems checked (optional)": "Systemplant"}
HELD_ANSWER: dict[str, Typed] = {
    "What you know (only if there is information)": "Heldplant",
    "Why is it needed? (only if known)": "To keep someone safe from contact or being found",
    "Consent": "Asked and refused",
}
KNOWN_ANSWER: dict[str, Typed] = {
    "Your answer": "Known, no concern",
    "What you know (only if there is information)": "Knownplant",
    "Why is it needed? (only if known)": "To decide who should help",
    "Consent": "Asked and given",
}
CORRECTED: dict[str, Typed] = {"What you know (only if there is information)": "Correctplant"}
NO_CHECK: dict[str, Typed] = {
    "Your answer": "Cannot check",
    'Why you cannot check (only if "Cannot check")': "Cannotplant",
}
BY_PHONE: dict[str, Typed] = {
    "Agency": "Housing",
    "Who told you": "Phoneplant",
    "When": "9:35am",
    "Your answer": "Known, with information",
    "What you know (only if there is information)": "Spokenplant",
    "Why is it needed? (only if known)": "To judge risk to a child now",
    "Lawful basis": "Public task; safeguarding of children and individuals at risk",
    "Consent": "Not needed, or not safe to ask",
}
CONSENT: dict[str, Typed] = {
    "What was asked, of whom, and the answer": "Askedplant",
    "Decision": "Share without consent",
    "Why (only if you share without consent)": "Risk of significant harm",
    "Your reasons (only if you share without consent)": "Overruleplant",
    "Lawful basis (only if you share without consent)": "Vital interests: to protect a life",
    "Has the family been told? (only if you share without consent)": "Not safe",
    "Who was told, or why not (only if you share without consent)": "Nottoldplant",
}
VIEW: dict[str, Typed] = {
    "Urgency for child 1": "AMBER ▲",
    "Where child 1's needs are best met": "Child protection",
    "Reason for child 1 (optional if the reason below is enough)": "Ownreasonplant",
    "Reason": "Viewplant",
}
CHANGED_VIEW: dict[str, Typed] = {
    "Urgency for child 1": "RED ◆",
    "Why has it changed? (only if you change your view)": "Changedplant",
}
VIEW_ABOVE: dict[str, Typed] = {
    "Urgency for child 1": "RED ◆",
    "Where child 1's needs are best met": "Child protection",
    "Reason": "Aboveplant",
}
STANDS: dict[str, Typed] = {"Why the rating stands": "Standsplant"}
PROPOSED: dict[str, Typed] = {
    "Outcome for child 1": "Section 47 enquiry, joint (duty manager)",
    "Rationale": "Rationaleplant",
    "What keeps the child safe until then? (optional)": "Untilplant",
    "Action 1: what (optional)": "Actionplant",
    "Action 1: which agency (only if there is an action)": "Social Work",
    "Action 1: due (only if there is an action)": "Tomorrow midday",
    "Anything the referrer should hear beyond the standard words (optional)": "Referrerplant",
}
WITHOUT = "Withoutplant"
RETURNED: dict[str, Typed] = {"What is needed?": "More information", "Say what": "Returnedplant"}
FEEDBACK: dict[str, Typed] = {
    "How": "Here in chat",
    "Added words (optional)": "Addedplant",
    "I have checked that this is the person who referred and that they may be told": ["I have checked"],
}
DISAGREED: dict[str, Typed] = {
    "Is anyone unsafe now because of this?": "Yes",
    "What do you disagree with?": "Time taken",
    "Why, and what should happen instead": "Disagreeplant",
}
LATE_VIEW: dict[str, Typed] = {
    "Urgency for child 1": "GREEN ●",
    "Where child 1's needs are best met": "Universal services",
    "Reason": "Lateplant",
}
GIVEN: dict[str, Typed] = {"To": "Social Work, R. Social", "Why": "Givenplant"}
DECLINED: dict[str, Typed] = {"Why": "Declinedplant"}
MORE_TIME: dict[str, Typed] = {"New due time": "2 working days", "Why": "Moretimeplant"}
NOT_POSSIBLE: dict[str, Typed] = {
    "What is it?": "Not undertaken",
    "Why": "Undoneplant",
    "Is anyone less safe because of this?": "Yes",
}
INSTEAD: dict[str, Typed] = {"What is done instead": "Insteadplant"}
ADDED: dict[str, Typed] = {
    "What": "Furtherplant",
    "Who: agency": "Housing",
    "Due": "End of today",
    "How we will know it is done (optional)": "Proofplant",
}
HAPPENED: dict[str, Typed] = {"What happened, and where it is recorded": "Happenedplant"}

WORDS = (
    *(
        "zebulonna",
        "quillfeather",
        "17 march 2017",
        "17 3 2017",
        "whereplant",
        "960 777",
        "marrowgate",
        "ze3 9qq",
    ),
    *("tanglewick", "9991234560", "999 123 4560", "19 8 1991", "domestic abuse", "domestic_abuse"),
    *("oyelaran", "harbour lane"),
    "plant",
)
"""What may stand nowhere outside. The referrer is known on the roster, so that their name is no secret of the file."""
NOT_IN_FILES = tuple(word for word in WORDS if word not in ("domestic_abuse", "oyelaran", "harbour lane"))
JUDGEMENTS = (
    *(
        "known, with information",
        "known, no concern",
        "checked, nothing known",
        "asked and refused",
        "asked and given",
    ),
    *("known_with_info", "known_no_concern", "checked_nothing_known", "cannot_check", "child protection"),
    *("child_protection", "universal services", "no view", "to decide who should help"),
)
"""Kinds of answers and views: a disclosure by themselves."""
