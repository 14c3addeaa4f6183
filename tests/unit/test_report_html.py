"""The HTML report: one page that stands alone, reads without scripts, and runs none but its own."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest

from manifestry.findings import Report, Severity
from manifestry.report import Look, render
from manifestry.report.html.charts import Row, bars, fills, histogram
from manifestry.report.html.contents import MAX_FILES, MAX_SIZE, Contents
from tests.reports import BROKEN, CLEAN, FILE, FINDING, MISSING, ROOT, hostile, invalid, of

VOID = {"meta", "input", "br"}
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "script", "a", "header", "main", "footer",
    "section", "div", "h1", "h2", "h3", "h4", "p", "ul", "ol", "li", "b", "br", "span", "code", "pre",
    "mark", "table", "thead", "tbody", "tr", "th", "td", "form", "label", "input", "fieldset",
    "legend", "select", "option", "button", "output", "details", "summary", "figure",
    "figcaption", "svg", "rect",
}  # fmt: skip


class Page(HTMLParser):
    """A page, taken apart; one whose tags do not match is refused."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: dict[str, list[str]] = {}
        self._open: list[str] = []
        self.feed(text)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag."""
        self.tags[tag] += 1
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes a tag that is its own end."""
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        """Holds an end against its beginning."""
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        """Notes text by the element that it stands in."""
        self.texts.setdefault(self._open[-1] if self._open else "", []).append(data)

    def values(self, name: str) -> list[str]:
        """All values of an attribute."""
        return [value for _, each, value in self.attributes if each == name]


def page(report: Report, look: Look | None = None) -> Page:
    """The report taken apart, once it is found harmless."""
    text = render(report, "html", look)
    assert text.isascii()
    assert text.startswith("<!doctype html>\n")
    found = Page(text)
    assert set(found.tags) <= ALLOWED
    assert found.tags["script"] == found.tags["style"] == 1
    names = {name for _, name, _ in found.attributes}
    assert not any(name.startswith("on") for name in names)
    assert not names & {"src", "style", "action", "srcset", "xlink:href"}
    assert found.values("href") == ["#findings"]
    ids = found.values("id")
    assert len(set(ids)) == len(ids)
    assert set(found.values("aria-labelledby")) <= set(ids)
    return found


def test_every_invalid_fixture() -> None:
    """Each finding is there, and marked."""
    found = page(invalid())
    excerpts = sum(each.excerpt is not None for each in invalid().findings)
    assert found.tags["li"] >= len(invalid().findings)
    assert found.tags["mark"] == found.tags["pre"] == excerpts
    assert found.tags["main"] == found.tags["header"] == found.tags["footer"] == 1


def test_hostile_text() -> None:
    """It is all text, and what cannot be seen is spelt out."""
    found = page(hostile())
    words = "".join(text for texts in found.texts.values() for text in texts)
    assert "</script><script>alert(1)</script>" in words
    assert "<img src=x onerror=alert(1)>" in words
    assert "\\u202egnp.exe\\u2066" in words
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u2066]", words)


def test_policy() -> None:
    """Nothing is loaded, and only this style and this script count."""
    found = page(of(FINDING))
    (policy,) = [value for value in found.values("content") if "default-src" in value]
    assert policy.startswith("default-src 'none'; ")
    for tag in ("style", "script"):
        (text,) = found.texts[tag]
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}';" in policy


def test_a_finding() -> None:
    """What, where, the line with the fault marked, why, and how to mend it."""
    found = page(of(FINDING))
    words = "".join(text for texts in found.texts.values() for text in texts)
    assert FINDING.message in found.texts["p"]
    assert "imports/a.json:12:14" in found.texts["code"]
    assert found.texts["mark"] == ['"25"']
    assert "How to mend it:" in words
    assert FINDING.help in words  # it is sharper than the rule's own
    assert "makes the item fail" in words


def test_controls() -> None:
    """They are hidden without a script, and each has a label."""
    text = render(of(FINDING, replace(FINDING, severity=Severity.INFO)), "html")
    assert re.search(r'<form id="filter" role="search" aria-label="Findings" hidden>', text)
    assert re.search(r'<button type="button" id="theme" hidden>', text)
    found = Page(text)
    assert found.values("type").count("checkbox") == 2
    assert found.tags["label"] == found.tags["input"] + found.tags["select"]


def test_files_to_choose() -> None:
    """Where there is more than one, those with findings can be chosen."""
    one, two = (replace(FILE, path=path) for path in ("one.json", "two.json"))
    text = render(Report((one, CLEAN, two)), "html")
    assert '<option value="0">one.json</option><option value="2">two.json</option>' in text
    assert '<li data-file="2">' in text


@pytest.mark.parametrize(
    ("report", "words"),
    [
        (Report((CLEAN,)), "All clean"),
        (of(FINDING), "There are errors"),
        (Report((MISSING,)), "There are errors"),
        (Report((BROKEN,)), "There are errors"),
        (of(replace(FINDING, severity=Severity.INFO)), "Worth a look"),
    ],
)
def test_status(report: Report, words: str) -> None:
    """One word for it all, at the top."""
    assert words in page(report).texts["p"]


def test_an_unknown_rule() -> None:
    """A finding of a rule that is no longer there is shown without its reasons."""
    assert FINDING.message in page(of(replace(FINDING, code="E999"))).texts["p"]


def test_too_many() -> None:
    """Findings that would make the page slow are counted."""
    text = render(of(*[FINDING] * 5_003, truncated=2), "html")
    assert text.count("<li data-file=") == 5_000
    assert "5 more findings not shown here." in text


def test_many_files() -> None:
    """The table has an end; of clean files and others it is the clean ones that are left out."""
    files = [replace(CLEAN, path=f"{number:04}.json") for number in range(1_200)]
    text = render(Report((*files, replace(FILE, path="z.json"))), "html")
    assert text.count('<th scope="row"><code>') == 1_000
    assert '<th scope="row"><code>z.json</code>' in text
    assert "201 more files not shown here." in text


def test_a_secret_in_a_pointer() -> None:
    """Keys may be signed URLs."""
    finding = replace(FINDING, pointer="/a/https:~1~1b.example~1c?sig=hush")
    assert "hush" not in render(of(finding), "html")


class TestContents:
    """What is in the files."""

    def _write(self, folder: Path) -> str:
        path = folder / "a.json"
        videos = [
            {
                "objectUrl": f"s3://acme-media/{number}.mp4",
                "clientMetadata": {
                    "</svg><script>": "x\u202e",
                    "speed": number,
                    "site": "north" if number % 3 else None,
                    "recorded": f"2024-0{1 + number % 2 * 3}-11T00:00:00Z",
                },
            }
            for number in range(30)
        ]
        path.write_text(json.dumps({"videos": videos}), "utf-8")
        return str(path)

    def test_pictures(self, tmp_path: Path) -> None:
        """Bars, columns and values, only where files may be read again."""
        report = Report((replace(CLEAN, path=self._write(tmp_path)),))
        assert page(report).tags["svg"] == 0
        found = page(report, Look(contents=True))
        assert found.tags["svg"] > 8
        words = "".join(text for texts in found.texts.values() for text in texts)
        assert "recorded (dates by month)" in words
        assert "speed (30 numbers)" in words
        assert "s3://acme-media" in words
        assert "66 %" in words
        assert "</svg><script>" in words

    def test_labels(self) -> None:
        """An export of Ango Hub has classes."""
        path = str(ROOT / "fixtures" / "readme" / "export.json")
        found = page(Report((replace(CLEAN, path=path, kind="ango-export"),)), Look(contents=True))
        assert "Classes" in found.texts["figcaption"]

    def test_what_cannot_be_read_again(self, tmp_path: Path) -> None:
        """Standard input, members, what is gone or broken: there is just no picture."""
        broken = tmp_path / "broken.json"
        broken.write_text('{"videos": [')
        paths = ("<stdin>", "x.zip/a.json", "none.json", "\0", str(broken), str(tmp_path))
        contents = Contents()
        for path in paths:
            contents.look_into(replace(CLEAN, path=path))
        contents.look_into(MISSING)
        assert list(contents.section()) == []

    def test_too_large_or_too_many(self, tmp_path: Path) -> None:
        """What is left out is counted."""
        large = tmp_path / "large.json"
        with large.open("wb") as file:
            file.truncate(MAX_SIZE + 1)
        contents = Contents()
        contents.look_into(replace(CLEAN, path=str(large)))
        path = self._write(tmp_path)
        for _ in range(MAX_FILES + 1):
            contents.look_into(replace(CLEAN, path=path))
        text = "".join(contents.section())
        assert text.count('<details class="contents"') == MAX_FILES
        assert "2 more files: too large, or too many, to be shown here." in text


class TestCharts:
    """Small pictures."""

    def test_bars(self) -> None:
        """The longest fills its cell; nothing makes no picture."""
        assert bars("a", []) == ""
        assert re.findall(
            'class="bar" width="([0-9.]+)"', bars("a", [Row("x", 4), Row("y", 1)])
        ) == [
            "100.00",
            "25.00",
        ]
        assert 'width="0.00"' in bars("a", [Row("x", 0)])

    def test_fills(self) -> None:
        """Only all is 100 %, and only nothing is 0 %."""
        rows = [("a", "", part) for part in (0.0, 0.001, 0.5, 0.9999, 1.0)]
        found = re.findall(r'<td class="number">(.*?)</td>', fills(rows))
        assert found == ["0 %", "&lt; 1 %", "50 %", "99 %", "100 %"]

    def test_histogram(self) -> None:
        """A column of one among thousands can still be seen, one of none cannot."""
        heights = re.findall('height="([0-9]+)"><title>', histogram("a", [5000, 1, 0], ("0", "9")))
        assert heights == ["48", "1", "0"]


def _luminance(colour: str) -> float:
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [
        each / 12.92 if each <= 0.04045 else ((each + 0.055) / 1.055) ** 2.4 for each in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [0, 1])
def test_contrast(theme: int) -> None:
    """Every text can be read on every ground it stands on, by the measure of WCAG AA."""
    (style,) = page(of(FINDING)).texts["style"]
    colours = {
        name: (light, dark)[theme]
        for name, light, dark in re.findall(r"--([a-z-]+): light-dark\((#\w{6}), (#\w{6})\)", style)
    }
    pairs = [(text, ground) for text in ("ink", "faint", "error", "warning", "info", "clean", "link")
             for ground in ("paper", "panel")]  # fmt: skip
    pairs += [(name, f"{name}-bg") for name in ("error", "warning", "info", "clean")]
    for text, ground in pairs:
        low, high = sorted((_luminance(colours[text]), _luminance(colours[ground])))
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, ground)
