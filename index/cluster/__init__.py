"""Building on many nodes: readers and an encoder that work on Ray."""
