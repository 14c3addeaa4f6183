"""Runs one command and prints, as JSON, what it took.

    python benchmarks/measure.py [--stdin FILE] [--tree] [--timeout SECONDS] -- COMMAND ...

A small process of its own, because what a child is started from counts in its peak memory.
`--tree` adds up what the command's processes take, for commands that start more of them.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import threading
import time
from contextlib import ExitStack
from importlib import import_module
from importlib.util import find_spec
from typing import Any

_EVERY = 0.1  # seconds between two looks at a tree of processes
_TAIL = 2000  # so much of what a command says is passed on


class Watch(threading.Thread):
    """Looks at a process and those below it, again and again."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.peak = 0.0
        self.user = self.system = 0.0
        self._pid = pid
        self._over = threading.Event()
        self._spent: dict[int, tuple[float, float]] = {}

    def run(self) -> None:
        """Until `stop` is called."""
        psutil: Any = import_module("psutil")  # only where it is needed

        while not self._over.wait(_EVERY):
            try:
                root = psutil.Process(self._pid)
                processes = [root, *root.children(recursive=True)]
            except psutil.Error:
                continue
            memory = 0
            for process in processes:
                try:
                    # Pages that forked processes share are counted once where the system tells.
                    told = process.memory_full_info() if sys.platform == "linux" else None
                    memory += process.memory_info().rss if told is None else told.pss
                    spent = process.cpu_times()
                except psutil.Error:
                    continue
                self._spent[process.pid] = (spent.user, spent.system)
            self.peak = max(self.peak, memory / 1e6)

    def stop(self) -> None:
        """Ends the watch and adds up what was spent."""
        self._over.set()
        self.join()
        self.user = sum(user for user, _ in self._spent.values())
        self.system = sum(system for _, system in self._spent.values())


def measured(
    command: list[str], stdin: str | None, timeout: float, *, tree: bool
) -> dict[str, Any]:
    """Seconds, megabytes, the exit code, and the end of what was said."""
    with ExitStack() as stack:
        source = subprocess.DEVNULL if stdin is None else stack.enter_context(open(stdin, "rb"))
        start = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        # Without psutil a tree is told by what the system knows: see `_spent`.
        watched = sys.platform == "win32" or (tree and find_spec("psutil") is not None)
        watch = Watch(process.pid) if watched else None
        if watch is not None:
            watch.start()
        late = False
        try:
            said, complained = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            late = True
            process.kill()
            said, complained = process.communicate()
        wall = time.perf_counter() - start
        if watch is not None:
            watch.stop()
    user, system, peak = _spent(watch)
    return {
        "wall": wall,
        "user": user,
        "system": system,
        "peak": peak,
        "exit": "late" if late else process.returncode,
        "stdout": said[-_TAIL:].decode(errors="replace"),
        "stderr": complained[-_TAIL:].decode(errors="replace"),
    }


def _spent(watch: Watch | None) -> tuple[float, float, float]:
    """User and system time, and peak memory in megabytes."""
    if sys.platform == "win32":
        assert watch is not None
        return watch.user, watch.system, watch.peak
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = used.ru_maxrss * (1 if sys.platform == "darwin" else 1024) / 1e6
    if watch is None:
        return used.ru_utime, used.ru_stime, peak
    # The system is exact, but knows one process's peak only, and nothing of processes that nobody
    # waited for; the watch has the sums, up to its last look.
    user, system = max((used.ru_utime, used.ru_stime), (watch.user, watch.system), key=sum)
    return user, system, max(peak, watch.peak)


def main() -> None:
    """Measures the command that the arguments say."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--stdin")
    parser.add_argument("--tree", action="store_true")
    parser.add_argument("--timeout", type=float, default=600)
    parser.add_argument("command", nargs="+")
    args = parser.parse_args()
    print(json.dumps(measured(args.command, args.stdin, args.timeout, tree=args.tree)))


if __name__ == "__main__":
    main()
