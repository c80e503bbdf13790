"""Why something cannot begin or be done, in words for whoever runs the bot."""


class Problem(Exception):
    """One line per problem, each with what to do. No line holds a secret or anything about a case."""

    def __init__(self, lines: tuple[str, ...]) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines
