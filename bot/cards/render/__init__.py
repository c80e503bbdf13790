"""One renderer per surface: neutral parts in, the platform's own shape out."""
