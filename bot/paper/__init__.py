"""What leaves the bot on paper: documents with the marks that every page carries, as a web page and as a Word file."""
