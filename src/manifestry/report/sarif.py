"""SARIF 2.1.0, which GitHub code scanning, Azure DevOps and editors read.

One run, its results sorted by severity. `sarif_rules` says what there is to say of a rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from manifestry.findings import Excerpt, FileReport, Finding, Fix, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.data import Data, dumps
from manifestry.report.fingerprints import Fingerprints
from manifestry.report.kept import Kept, Shelf
from manifestry.report.places import uri
from manifestry.report.sarif_rules import driver
from manifestry.report.summary import count
from manifestry.text import cut, mask_secrets, printable

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

MAX_RESULTS = 25_000
"""The most results GitHub takes in a run; it shows the worst 5,000, and takes 10 MB, gzipped.

See "SARIF results exceed one or more limits" in GitHub's documentation. So many of the longest
results there can be stay below the size.
"""

FINGERPRINT = "manifestry/v1"
_BASE = "SRCROOT"
_STDIN = "<stdin>"
_MEMBER = re.compile(r"(?i)^(.*?\.zip)/(?=.)", re.DOTALL)
_LONGEST = 1000  # of a message and of a pointer
LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return Sarif(look)


class Sarif:
    """The reporter; see `manifestry.report.Reporter`. Nothing is written before the end."""

    def __init__(self, look: Look) -> None:
        self._fail_on = look.fail_on
        self._shelf = Shelf(MAX_RESULTS)
        self._fingerprints = Fingerprints()
        self._artifacts = _Artifacts()
        self._notes: list[Data] = []
        self._failed: set[str] = set()

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        self._artifacts.index(file.path)
        for finding in file.findings:
            mark = self._fingerprints.of(file.path, finding)
            self._shelf.put(Kept(file.path, finding, mark))
        if file.error is not None:
            self._note("unreadable-file", "error", file.error, file.path)
        for failure in file.failures:
            where = f" at {mask_secrets(failure.pointer)}" if failure.pointer else ""
            words = f"rule {failure.code} failed{where}: {failure.error}"
            self._failed.add(failure.code)
            self._note("rule-failure", "error", words, file.path, failure.code)
        if file.truncated:
            words = f"{count(file.truncated, 'more finding')} not listed"
            self._note("findings-not-listed", "note", words, file.path)
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The document."""
        if self._shelf.left_out:
            words = f"{count(self._shelf.left_out, 'more finding')} not listed: the report is full"
            self._note("findings-not-listed", "warning", words)
        kept = list(self._shelf)
        codes = sorted({each.finding.code for each in kept} | self._failed)
        places = {code: place for place, code in enumerate(codes)}
        whole = not any(file.error is not None or file.failures for file in report.files)
        run: Data = {
            "tool": {"driver": driver(codes)},
            "invocations": [
                {
                    "executionSuccessful": whole,
                    "exitCode": report.exit_code(self._fail_on),
                    "toolExecutionNotifications": self._notes,
                }
            ],
            "originalUriBaseIds": {
                _BASE: {"description": {"text": "The folder in which the command ran."}}
            },
            "artifacts": self._artifacts.data,
            "columnKind": "unicodeCodePoints",
            "defaultEncoding": "utf-8",
        }
        # Result by result: the whole of them as one text would take the memory twice.
        head = dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})
        yield head.removesuffix("}]}") + ', "results": ['
        for number, each in enumerate(kept):
            yield ("," if number else "") + "\n" + dumps(self._result(each, places))
        yield "\n]}]}\n"

    def _result(self, kept: Kept, places: dict[str, int]) -> Data:
        finding = kept.finding
        location: Data = {
            "physicalLocation": {
                "artifactLocation": self._artifacts.location(kept.path),
                "region": _region(finding),
            }
        }
        if finding.pointer:
            pointer = printable(cut(mask_secrets(finding.pointer), _LONGEST))
            location["logicalLocations"] = [{"fullyQualifiedName": pointer, "kind": "value"}]
        return {
            "ruleId": finding.code,
            "ruleIndex": places[finding.code],
            "level": LEVELS[finding.severity],
            "message": _message(finding.message),
            "locations": [location],
            "partialFingerprints": {FINGERPRINT: kept.mark},
            **({} if finding.fix is None else {"fixes": [self._fix(finding.fix, kept.path)]}),
            **({"properties": {"help": printable(finding.help)}} if finding.help else {}),
        }

    def _fix(self, fix: Fix, path: str) -> Data:
        replacements: list[Data] = []
        for edit in fix.edits:
            region = {
                "startLine": edit.line,
                "startColumn": edit.column,
                "endLine": edit.end_line,
                "endColumn": edit.end_column,
            }
            replacement: Data = {"deletedRegion": region}
            if edit.text:
                replacement["insertedContent"] = {"text": edit.text}
            replacements.append(replacement)
        where = self._artifacts.location(path)
        return {
            "description": _message(fix.title if fix.safe else f"{fix.title} (needs a look)"),
            "artifactChanges": [{"artifactLocation": where, "replacements": replacements}],
        }

    def _note(
        self, name: str, level: str, words: str, path: str | None = None, rule: str | None = None
    ) -> None:
        note: Data = {"descriptor": {"id": name}, "level": level, "message": _message(words)}
        if path is not None:
            location = {"artifactLocation": self._artifacts.location(path)}
            note["locations"] = [{"physicalLocation": location}]
        if rule is not None:
            note["associatedRule"] = {"id": rule}
        self._notes.append(note)


class _Artifacts:
    """The documents of the run; what is in an archive stands below it."""

    def __init__(self) -> None:
        self.data: list[Data] = []
        self._places: dict[str, int] = {}

    def location(self, path: str) -> Data:
        """Where a document is."""
        place: Data = {"uri": uri(path), "index": self.index(path)}
        if not str(place["uri"]).startswith("file:"):
            place["uriBaseId"] = _BASE
        return place

    def index(self, path: str) -> int:
        """The place of a document among them; a new one is put at the end."""
        known = self._places.get(path)
        if known is not None:
            return known
        member = _MEMBER.match(path)
        parent = None if member is None else self.index(member[1])
        where: Data = {"uri": uri(path)}
        if not str(where["uri"]).startswith("file:"):
            where["uriBaseId"] = _BASE
        roles = ["analysisTarget", *(["standardStream"] if path == _STDIN else [])]
        artifact: Data = {"location": where, "roles": roles}
        if parent is not None:
            artifact["parentIndex"] = parent
        self._places[path] = len(self.data)
        self.data.append(artifact)
        return self._places[path]


def _region(finding: Finding) -> Data:
    region: Data = {
        "startLine": finding.line,
        "startColumn": finding.column,
        "endLine": finding.end_line,
        "endColumn": finding.end_column,
    }
    snippet = _snippet(finding)
    if snippet is not None:
        region["snippet"] = {"text": snippet}
    return region


def _snippet(finding: Finding) -> str | None:
    """The text of the region, if the excerpt has all of it: half a snippet would be untrue."""
    excerpt: Excerpt | None = finding.excerpt
    if excerpt is None or finding.line != finding.end_line:
        return None
    text = excerpt.text[excerpt.start : excerpt.end]
    return text if len(text) == finding.end_column - finding.column else None


def _message(text: str) -> Data:
    """Words as a SARIF message: braces would be placeholders, brackets may be links."""
    words = printable(cut(text, _LONGEST)).replace("{", "{{").replace("}", "}}")
    if "](" in words:
        words = words.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": words}
