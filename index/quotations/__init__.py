"""Whether words that somebody quotes stand in the archive."""
