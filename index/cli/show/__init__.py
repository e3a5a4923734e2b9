"""What the terminal shows: the one home of rich. Data goes to stdout, all else to stderr."""
