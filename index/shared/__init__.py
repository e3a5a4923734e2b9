"""The store that many hosts share: its address, its objects, and what of a data folder is kept as such."""
