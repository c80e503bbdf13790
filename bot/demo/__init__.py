"""The demo: the whole bot on this machine alone, with invented people, a clock that can be moved, and colleagues."""
