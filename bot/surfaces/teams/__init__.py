"""The Teams surface: presses come in through one address, cards go out through the Bot Connector."""
