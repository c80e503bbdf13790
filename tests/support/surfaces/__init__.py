"""People at their screens, the same way for each surface: a story tells what they do and never says where.

``hub`` runs the bot with the surfaces that a test wants; its people are `Teller` objects.
"""

from tests.support.surfaces.teller import Place, Post, Pressable, Teller, Typed

__all__ = ["Place", "Post", "Pressable", "Teller", "Typed"]
