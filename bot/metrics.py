"""Numbers for the people who run it. Labels are surfaces, verbs and outcomes: nothing about a case or a person."""

from prometheus_client import Counter, Gauge, Histogram

PRESSES = Counter(
    "mash_presses_total", "Presses and submits, by what came of them.", ["surface", "verb", "outcome"]
)
PRESS_SECONDS = Histogram("mash_press_seconds", "From a press coming in to its answer.", ["surface"])
DELIVERIES = Counter(
    "mash_deliveries_total", "Calls to a platform, by what came of them.", ["surface", "outcome"]
)
OUT_OF_DATE = Gauge(
    "mash_messages_out_of_date", "Messages that differ from what they should show.", ["surface"]
)
GUARDS_CLOSED = Gauge(
    "mash_channels_closed", "Channels that get nothing because their guard is closed.", ["surface"]
)
