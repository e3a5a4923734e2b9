"""Makers of what tests need: the only ones, one function for one thing.

archives   archives on disk, indexed and searched in the test's own process
files      the bytes of a file of every format, and what reading them gives
citations  citations and their records, and strategies that draw them
"""
