"""Moving a whole data folder from one engine to the other: its generations, and what can't be made again."""
