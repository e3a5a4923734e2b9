"""The way up of each file of user data: one module a version, named for the file and the version that it makes.

Each has `upgrade(database)`, which is run within a transaction: it may `execute` statements, and neither commits nor
uses `executescript`, which would commit. A file's module lists its upgrades in order. No upgrade is changed once it is
released, and none takes anything away: a process of the version before may still be using the file.
"""
