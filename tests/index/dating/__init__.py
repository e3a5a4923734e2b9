"""Documents that a moderator dates."""
