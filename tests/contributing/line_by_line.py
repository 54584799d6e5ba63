"""Runs scripts of this folder in the app of the working directory, one after another, as lines ask for them.

A line names a script and its arguments in JSON; its answer is a line as well, all that the script printed.
The app is imported once for all of them.
"""

from __future__ import annotations

import io
import json
import sys
from contextlib import redirect_stdout
from importlib import import_module


def main() -> None:
    """Until nobody asks any more."""
    for line in sys.stdin:
        script, *arguments = json.loads(line)
        printed = io.StringIO()
        with redirect_stdout(printed):
            import_module(script).main(*arguments)
        print(json.dumps(printed.getvalue()), flush=True)
