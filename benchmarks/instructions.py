"""How many instructions of the processor a check takes for an item, beside `orjson.loads`.

    .venv/bin/python benchmarks/instructions.py [--items 4000] [--faulty 0.01]

They are counted by valgrind's callgrind, so that other programs on the machine do not matter. Of
two documents, one twice as large as the other, the difference is taken: neither the start nor
what is done once counts. The smaller one has enough items that the check has learnt from them.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
import tempfile
from pathlib import Path

_PARSE = """
import gc, sys, orjson
data = open(sys.argv[1], "rb").read()
gc.disable()
orjson.loads(data)
"""
_CHECK = """
import sys, manifestry
manifestry.check(sys.argv[1])
"""
_TOTAL = re.compile(r"Collected\s*:\s*(\d+)")


def main() -> None:
    """Counts for both."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--items", type=int, default=4000)
    parser.add_argument("--faulty", type=float, default=0)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        documents = [Path(folder, f"{times}.json") for times in (1, 2)]
        for times, document in enumerate(documents, 1):
            generate = (sys.executable, str(Path(__file__).with_name("generate.py")), "manifest")
            options = ("--items", str(times * args.items), "--faulty", str(args.faulty))
            subprocess.run([*generate, *options, "-o", str(document)], check=True)
        size = documents[1].stat().st_size - documents[0].stat().st_size
        parse, check = (
            _counted(program, documents[1]) - _counted(program, documents[0])
            for program in (_PARSE, _CHECK)
        )
    print(f"{args.items:,} more items of {size / args.items:.0f} bytes")
    for name, count in (("orjson.loads", parse), ("check", check)):
        print(f"{name:13} {count / args.items:9,.0f} an item {count / size:7.1f} a byte")
    print(f"ratio         {check / parse:9.2f}")


def _counted(program: str, document: Path) -> int:
    """The instructions of a process."""
    command = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    python = [sys.executable, "-X", "frozen_modules=on", "-c", program, str(document)]
    done = subprocess.run(
        [*command, *python], check=True, capture_output=True, text=True,
        env={"PYTHONHASHSEED": "0", "PYTHONMALLOC": "pymalloc"},
    )  # fmt: skip
    found = _TOTAL.search(done.stderr)
    if found is None:
        raise SystemExit(f"valgrind counted nothing:\n{done.stderr}")
    return int(found[1])


if __name__ == "__main__":
    main()
