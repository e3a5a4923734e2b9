"""`python -m index.cli`: the `dateline` command without its script."""

import sys

from index.cli import main

sys.exit(main())
