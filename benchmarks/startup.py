"""How long a whole process takes to check one small manifest, beside check-jsonschema.

Run it with the interpreter that has Manifestry and check-jsonschema installed:

    .venv/bin/python benchmarks/startup.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
from pathlib import Path

RUNS = 25


def main() -> None:
    """Measures all commands in turn, so that noise of the machine falls on each alike."""
    scripts = Path(sysconfig.get_path("scripts"))
    manifest = {
        "videos": [
            {
                "objectUrl": "https://acme-media.s3.eu-west-1.amazonaws.com/cam1/a.mp4",
                "title": "cam1 a",
                "clientMetadata": {"site": "north"},
            }
        ],
        "skip_duplicate_urls": True,
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "manifest.json")
        path.write_text(json.dumps(manifest), encoding="utf-8")
        schema = Path(folder, "video.schema.json")
        manifestry = str(scripts / "manifestry")
        bundled = subprocess.run([manifestry, "schema", "video"], check=True, capture_output=True)
        schema.write_bytes(bundled.stdout)
        commands = {
            "bare interpreter": [sys.executable, "-c", "pass"],
            "manifestry check": [manifestry, "check", str(path)],
            "check-jsonschema": [
                str(scripts / "check-jsonschema"), "--schemafile", str(schema), str(path),
            ],
        }  # fmt: skip
        times: dict[str, list[float]] = {name: [] for name in commands}
        for _ in range(RUNS):
            for name, command in commands.items():
                start = time.perf_counter()
                subprocess.run(command, check=True, capture_output=True, cwd=folder)
                times[name].append((time.perf_counter() - start) * 1000)
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, median in medians.items():
        print(f"{name:18} median {median:6.1f} ms   best {min(times[name]):6.1f} ms")
    ratio = medians["manifestry check"] / medians["check-jsonschema"]
    print(f"manifestry takes {ratio:.2f} of check-jsonschema's time")


if __name__ == "__main__":
    main()
