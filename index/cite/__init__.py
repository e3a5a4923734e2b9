"""Citations: ids, the ledger of what was given out, what became of it, and the forms it can be had in."""
