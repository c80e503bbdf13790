"""Whether words that leave the hub name somebody in the record."""

from triage.case import Case
from triage.wording import names_in, names_written_in


def named_in_the_record(case: Case, text: str) -> str | None:
    """The first word of a text that is a name of somebody this case is about or who lives with them."""
    names = [
        name
        for subject in case.subjects
        for name in (subject.first_name, subject.surname, subject.other_names)
        if name
    ]
    return names_in(text, (*names, *names_written_in(case.referral.household)))
