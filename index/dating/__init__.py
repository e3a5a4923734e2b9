"""Dating documents by hand: what a moderator sets, and the documents that it is of as they are now."""
