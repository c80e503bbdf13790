"""For agencies: what they are asked, what they know, what they think, and what follows from it."""
