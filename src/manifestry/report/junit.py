"""JUnit XML, as Jenkins, GitLab and others read it: a test suite for each document.

A test case is a rule that found something in the document. Were it a finding, every edit of a
manifest would make new tests and end old ones; readers follow a test by its name through the
runs, and take two of one name for one. That the document can be read is a test case as well, so
that a clean document is one that passed. Findings below the failing level leave a test passed,
with what they say as its output: the tests fail when the command does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report import Look, Reporter
from manifestry.report.places import relative
from manifestry.report.summary import count
from manifestry.report.tool import tool_data
from manifestry.text import mask_secrets, printable

_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def make(look: Look) -> Reporter:
    """The reporter of this format."""
    return JUnit(look)


class JUnit:
    """The reporter; see `manifestry.report.Reporter`. Nothing is written before the end."""

    def __init__(self, look: Look) -> None:
        self._fail_on = look.fail_on
        self._suites: list[str] = []
        self._tests = self._failures = self._errors = 0

    def file(self, file: FileReport) -> Iterator[str]:
        """Nothing yet."""
        cases = [_reading(file), *_broken(file), *self._rules(file)]
        failures = sum("<failure" in case for case in cases)
        errors = sum("<error" in case for case in cases)
        self._tests += len(cases)
        self._failures += failures
        self._errors += errors
        name = _attribute(relative(file.path))
        numbers = f'tests="{len(cases)}" failures="{failures}" errors="{errors}" skipped="0"'
        self._suites.append(
            f'  <testsuite name={name} file={name} {numbers} time="0">\n'
            f"{_properties(file)}{''.join(cases)}  </testsuite>\n"
        )
        return iter(())

    def end(self, report: Report) -> Iterator[str]:
        """The document."""
        numbers = f'tests="{self._tests}" failures="{self._failures}" errors="{self._errors}"'
        yield '<?xml version="1.0" encoding="UTF-8"?>\n'
        yield f'<testsuites name="manifestry" {numbers} time="0">\n'
        yield from self._suites
        yield "</testsuites>\n"

    def _rules(self, file: FileReport) -> Iterator[str]:
        """A test case for each rule that found something, in order of code."""
        found: dict[tuple[str, str], list[Finding]] = {}
        for finding in file.findings:
            found.setdefault((finding.code, finding.name), []).append(finding)
        for (code, name), findings in sorted(found.items()):
            worst = max((each.severity for each in findings), key=lambda each: each.rank)
            lines = "\n\n".join(_lines(file.path, each) for each in findings)
            if worst.rank >= self._fail_on.rank:
                inside = _failure(worst, findings, lines)
            else:
                inside = f"      <system-out>{_text(lines)}</system-out>\n"
            yield _case(file, f"{code} {name}", inside)


def _failure(worst: Severity, findings: list[Finding], lines: str) -> str:
    first = next(each for each in findings if each.severity is worst)
    more = f" (and {len(findings) - 1:,} more)" if len(findings) > 1 else ""
    message = _attribute(f"{first.message}{more}")
    return f'      <failure type="{worst}" message={message}>{_text(lines)}</failure>\n'


def _reading(file: FileReport) -> str:
    """The test case that the document can be read; it says what else is worth a word."""
    if file.error is not None:
        message = _attribute(file.error)
        inside = f'      <error type="unreadable" message={message}>{_text(file.error)}</error>\n'
    elif file.truncated:
        more = f"{count(file.truncated, 'more finding')} not listed"
        inside = f"      <system-out>{more}</system-out>\n"
    else:
        inside = ""
    return _case(file, "can be read", inside)


def _broken(file: FileReport) -> Iterator[str]:
    """A test case for each rule that raised."""
    failed: dict[str, list[str]] = {}
    for failure in file.failures:
        where = f" at {mask_secrets(failure.pointer)}" if failure.pointer else ""
        failed.setdefault(failure.code, []).append(f"{failure.error}{where}")
    for code, errors in sorted(failed.items()):
        message, text = _attribute(errors[0]), _text("\n".join(errors))
        inside = f'      <error type="internal-error" message={message}>{text}</error>\n'
        yield _case(file, f"{code} runs", inside)


def _case(file: FileReport, name: str, inside: str) -> str:
    start = f'    <testcase classname={_attribute(relative(file.path))} name="{name}" time="0"'
    return f"{start}>\n{inside}    </testcase>\n" if inside else f"{start}/>\n"


def _properties(file: FileReport) -> str:
    values = {**tool_data(), "kind": file.kind or "unknown", "items": file.items, "urls": file.urls}
    rows = [f'      <property name="{name}" value="{value}"/>\n' for name, value in values.items()]
    return f"    <properties>\n{''.join(rows)}    </properties>\n"


def _lines(path: str, finding: Finding) -> str:
    place = f"{relative(path)}:{finding.line}:{finding.column}: {finding.severity}"
    where = f"at {mask_secrets(finding.pointer)}" if finding.pointer else ""
    lines = (f"{place}: {finding.message}", where, finding.help)
    return "\n".join(printable(line) for line in lines if line)


def _text(text: str) -> str:
    """Text between tags, in ASCII: whatever the encoding of the output is, it stays the same."""
    return _ascii(escape("\n".join(printable(line) for line in text.split("\n"))))


def _attribute(text: str) -> str:
    return _ascii(quoteattr(printable(text)))


def _ascii(text: str) -> str:
    # What XML 1.0 forbids even as a reference is spelt out as Python does it.
    legal = _FORBIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
    return legal.encode("ascii", "xmlcharrefreplace").decode()
