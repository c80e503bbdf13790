"""What looks wrong with a referral, in words, for who screens it. Nothing was changed: it is kept as it was written."""

from bot.cards.sight import Sight


def words(sight: Sight, doubts: tuple[str, ...]) -> tuple[str, ...]:
    """One sentence for each doubt."""
    known = _about_times(sight) | _about_people(sight) | _about_answers(sight)
    return tuple(known[doubt] for doubt in doubts)


def _about_times(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "no_type": _("The form does not say what kind of contact it is. It is taken as a referral."),
        "no_time": _("The form holds no time. It counts as received when it reached the hub."),
        "impossible_time": _(
            "The time on the form is impossible. It counts as received when it reached the hub."
        ),
        "no_time_of_day": _("The form holds a day without a time. It counts from the start of that day."),
        "clocks_changed": _("The clocks changed at the time on the form. Check when it was sent."),
        "received_in_future": _(
            "The time on the form is in the future. It counts as received when it reached the hub."
        ),
        "received_long_ago": _("The time on the form is more than a year ago. Check it."),
    }


def _about_people(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "birth_month_first": _("The date of birth is only possible with the month first. Check it."),
        "birth_in_future": _("The date of birth is in the future. Check it."),
        "century_assumed": _("The year of birth has two digits. Check the century."),
        "impossible_birth_date": _("The date of birth cannot be read. It is kept as it was written."),
        "impossible_expected_date": _("The expected date cannot be read. It is kept as it was written."),
        "expected_date_over": _("The expected date has passed. The baby may have been born."),
        "bad_nhs_number": _("The NHS number is not a valid one. Check it."),
        "unknown_kind": _("The form does not say in known words who it is about. Check it."),
        "kind_assumed": _("The form does not say who it is about. It is taken as a child."),
    }


def _about_answers(sight: Sight) -> dict[str, str]:
    _ = sight.words.gettext
    return {
        "no_danger_answer": _("Nobody said whether anyone is in danger now."),
        "unknown_danger_word": _("The answer about danger is not a known word. Read it."),
        "unknown_family_told_word": _("The answer about telling the family is not a known word. Read it."),
        "unknown_consent_word": _("The answer about consent is not a known word. Read it."),
        "unknown_anonymous_word": _(
            "The answer about staying anonymous is not a known word. It is taken as yes."
        ),
        "anonymous_professional": _("A professional asked to stay anonymous. Professionals cannot."),
        "no_referrer": _("The form does not say who sent it."),
        "worry_elsewhere": _("The worry is not in its own field. Read the other answers."),
        "very_long": _("A text is longer than 3,000 characters. Read the whole of it in details."),
        "hidden_characters": _("A text holds hidden characters. What you see may not be what was written."),
    }
