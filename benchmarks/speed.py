"""How long a check of a large document takes, beside `orjson.loads` of the same bytes.

    .venv/bin/python benchmarks/speed.py manifest.json [--metadata-schema schema.json] [--runs 3]

Each run is a process of its own. What counts is the least CPU time in user mode: the rest is
noise of the machine. Peak memory is above that of an interpreter that has imported as much.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

_PARSE = """
import gc, json, resource, sys, orjson
data = open(sys.argv[1], "rb").read()
gc.disable()
before = resource.getrusage(resource.RUSAGE_SELF).ru_utime
value = orjson.loads(data)
print(json.dumps([resource.getrusage(resource.RUSAGE_SELF).ru_utime - before, 0, 0]))
"""

_CHECK = """
import json, resource, sys
import manifestry
from manifestry.metadata import read_schema
from manifestry.settings import Settings
schema = read_schema(sys.argv[2]) if len(sys.argv) > 2 else None
manifestry.check(b'{"videos": [{"objectUrl": "s3://acme-media/a.mp4"}]}')
before = resource.getrusage(resource.RUSAGE_SELF)
report = manifestry.check(sys.argv[1], Settings(metadata_schema=schema))
after = resource.getrusage(resource.RUSAGE_SELF)
found = report.files[0].errors + report.files[0].warnings + report.files[0].infos
print(json.dumps([after.ru_utime - before.ru_utime, after.ru_maxrss - before.ru_maxrss, found]))
"""


def main() -> None:
    """Measures both in turn."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("document", type=Path)
    parser.add_argument("--metadata-schema", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    args = parser.parse_args()
    parsing, checking = [], []
    more = [] if args.metadata_schema is None else [str(args.metadata_schema)]
    for _ in range(args.runs):
        parsing.append(_measured(_PARSE, str(args.document)))
        checking.append(_measured(_CHECK, str(args.document), *more))
    size = args.document.stat().st_size / 1e6
    parse, check = min(parsing)[0], min(checking)[0]
    memory = min(run[1] for run in checking) * (1 if sys.platform == "darwin" else 1024) / 1e6
    print(f"{args.document.name}: {size:.0f} MB, {checking[0][2]:,.0f} findings")
    print(f"orjson.loads  {parse:7.2f} s  {size / parse:6.0f} MB/s")
    print(f"check         {check:7.2f} s  {size / check:6.0f} MB/s  peak memory +{memory:.0f} MB")
    print(f"ratio         {check / parse:7.2f}")


def _measured(program: str, *args: str) -> tuple[float, float, float]:
    """CPU time in seconds, peak memory as the system counts it, and the number of findings."""
    done = subprocess.run([sys.executable, "-c", program, *args], check=True, capture_output=True)
    seconds, memory, found = json.loads(done.stdout)
    return seconds, memory, found


if __name__ == "__main__":
    main()
