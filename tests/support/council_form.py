"""The `[intake]` table of the council whose online form exported the sample files."""

import tomllib

from triage.intake_rules import IntakeRules

TOML = """
[intake.columns]
submission_id = "Submission ID"
submitted_at = "Submitted at"
type = "Type"
referrer_name = "Referrer name"
referrer_role = "Referrer role"
referrer_organisation = "Referrer organisation"
referrer_email = "Referrer email"
referrer_phone = "Referrer phone"
anonymous = "Referrer wishes to stay anonymous"
first_name = "First name"
surname = "Surname"
other_names = "Also known as"
date_of_birth = "Date of birth"
expected_date = "Expected date of delivery"
approximate_age = "Approximate age"
sex = "Sex"
ethnicity = "Ethnicity"
first_language = "First language"
religion = "Religion"
address = "Address"
postcode = "Postcode"
school = "School or nursery"
nhs_number = "NHS number"
household = "Others in the household"
presenting_issues = "Presenting issues"
worry = "What are you worried about?"
child_words = "What has the child said or shown?"
danger = "Is anyone in danger now?"
family_told = "Have the parents or carers been told?"
consent = "Consent to share"
consent_reason = "Reason consent was not sought or was overruled"
already_open_to = "Already open to"

[intake.types]
"Referral" = "referral"
"Notification" = "notification"
"Information request" = "information_request"
"EDT report" = "edt_report"
"Out of hours handover" = "edt_report"
"Transfer in" = "transfer_in"
"Advice" = "advice"
"Advice only" = "advice"

[intake.yes_no]
"Yes" = "yes"
"No" = "no"
"Not sure" = "not_sure"
"Don't know" = "not_sure"

[intake.family_told]
"No, it could put someone at risk" = "no_unsafe"
"Not safe" = "no_unsafe"
"No, not yet" = "no_not_yet"
"Not yet" = "no_not_yet"

[intake.consent]
"Given" = "given"
"Refused" = "refused"
"Not sought" = "not_sought"
"Not required" = "not_required"
"""

RULES = IntakeRules.model_validate(tomllib.loads(TOML)["intake"])
