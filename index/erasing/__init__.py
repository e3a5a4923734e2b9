"""Erasing a document for good: where it is held, which citations have its words, and taking all of it away."""
