"""One module per card or form; platform-neutral. `bot.cards.render` holds one renderer per surface."""
