"""The app as the command serves it, in a process that can be stopped, or killed and started again."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from typing import IO


class ClassServer:
    """`by-hand` with some options, on a port that it keeps; what it writes is read with complaints()."""

    def __init__(self, *options: str) -> None:
        self.options, self.port = options, 0
        self.running: subprocess.Popen[str] | None = None
        self.log: IO[str] = tempfile.TemporaryFile("w+")  # noqa: SIM115 -- it lives as long as this does

    def start(self) -> None:
        """Returns once it says where it is."""
        command = [sys.executable, "-m", "app.cli", "--port", str(self.port), "--no-browser", *self.options]
        self.running = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=self.log, text=True)
        assert self.running.stdout is not None
        line = self.running.stdout.readline()
        self.port = int(line[line.index("http://") :].partition("/. ")[0].rpartition(":")[2])

    def kill(self) -> None:
        """Ends it without a word; not for several processes, of which only the first would end."""
        assert self.running is not None
        self.running.kill()
        self.running.communicate()

    def stop(self, seconds: float = 60) -> int:
        """Asks it to end, and waits; its exit code."""
        assert self.running is not None
        self.running.terminate()
        try:
            self.running.communicate(timeout=seconds)
        finally:
            self.running.kill()
        return self.running.returncode

    def complaints(self) -> list[str]:
        """What it wrote where errors are written, but for that somebody left, as phones do."""
        self.log.seek(0)
        return [line for line in self.log.read().splitlines() if line != "Somebody left before the answer."]

    def stopped(self) -> None:
        """Ends it, and closes what it wrote into."""
        self.stop()
        self.log.close()
