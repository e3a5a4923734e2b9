"""Backups of what can't be made again, in one file: made while everything runs, and verified before it is restored."""
