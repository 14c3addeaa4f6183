"""The parts of the page that tell what is wrong: the files, and the findings by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from manifestry.findings import FileReport, Finding, Severity
from manifestry.report.html.words import escaped, path, pointer
from manifestry.report.kept import WORST_FIRST, Kept, Shelf
from manifestry.report.summary import count
from manifestry.text import cut

_MOST_FILES = 1_000  # in the table, and to choose from
_MOST_OPEN = 40  # findings that are all open from the start
_LONGEST = 600

_Group = tuple[Severity, str, str]


def file_table(files: Sequence[FileReport]) -> Iterator[str]:
    """The table of the files."""
    yield '<section aria-labelledby="files">\n<h2 id="files">Files</h2>\n'
    yield '<div class="wide" tabindex="0" role="region" aria-labelledby="files"><table>\n<thead><tr>'
    heads = ("Kind", "Items", "URLs", "Errors", "Warnings", "Infos")
    yield '<th scope="col">File</th>' + "".join(f'<th scope="col">{head}</th>' for head in heads)
    yield "</tr></thead>\n<tbody>\n"
    # Those with something in them come first.
    shown = sorted(files, key=lambda file: file.status == "clean" and not file.failures)
    for file in shown[:_MOST_FILES]:
        yield _file_row(file)
    yield "</tbody>\n</table></div>\n"
    if len(files) > _MOST_FILES:
        yield f"<p>{count(len(files) - _MOST_FILES, 'more file')} not shown here.</p>\n"
    yield "</section>\n"


def _file_row(file: FileReport) -> str:
    notes = [] if file.error is None else [f"unreadable: {file.error}"]
    notes += [f"internal error in {failure.code}: {failure.error}" for failure in file.failures[:5]]
    if file.truncated:
        notes.append(f"{count(file.truncated, 'more finding')} not listed")
    name = f"<code>{path(file.path)}</code>"
    name += "".join(
        f'<br><span class="note">{escaped(cut(note, _LONGEST))}</span>' for note in notes
    )
    numbers = (
        ("", file.items), ("", file.urls),
        ("error", file.errors), ("warning", file.warnings), ("info", file.infos),
    )  # fmt: skip
    cells = "".join(
        f'<td class="number {kind if number else ""}">{number:,}</td>' for kind, number in numbers
    )
    return f'<tr><th scope="row">{name}</th><td>{file.kind or "unknown"}</td>{cells}</tr>\n'


def rules(shelf: Shelf, files: Sequence[FileReport], left_out: int) -> Iterator[str]:
    """The findings, rule by rule, and what filters them."""
    paths = [file.path for file in files]
    totals: Counter[tuple[str, Severity]] = Counter()
    for file in files:
        totals.update({(each.code, each.severity): each.count for each in file.by_rule})
    groups = shelf.by_rule()
    yield '<section aria-labelledby="findings">\n<h2 id="findings">Findings</h2>\n'
    if not groups:
        yield "<p>There is nothing to mend.</p>\n"
    else:
        places = {name: str(place) for place, name in enumerate(paths)}
        yield from _filters(groups, paths)
        for group, rows in groups.items():
            total = totals[group[1], group[0]]
            yield from _rule(group, rows, places, total, is_open=len(shelf) <= _MOST_OPEN)
        yield '<p id="nothing" hidden>No finding is like that.</p>\n'
    if left_out:
        yield f'<p class="note">{count(left_out, "more finding")} not shown here.</p>\n'
    yield "</section>\n"


def _filters(groups: dict[_Group, list[Kept]], paths: Sequence[str]) -> Iterator[str]:
    """The form, hidden until a script is there to heed it."""
    yield '<form id="filter" role="search" aria-label="Findings" hidden>\n'
    yield '<label class="search">Search <input type="search" id="words" autocomplete="off"></label>\n'
    there = {severity for severity, _, _ in groups}
    boxes = "".join(
        f'<label><input type="checkbox" name="severity" value="{each}" checked> {each}</label> '
        for each in WORST_FIRST
        if each in there
    )
    yield f"<fieldset><legend>Severity</legend>{boxes}</fieldset>\n"
    codes = dict(sorted((code, name) for _, code, name in groups))
    rows = "".join(f'<option value="{code}">{code} {codes[code]}</option>' for code in codes)
    yield f'<label>Rule <select id="rule"><option value="">all</option>{rows}</select></label>\n'
    if len(paths) > 1:
        used = {kept.path for each in groups.values() for kept in each}
        chosen = [(place, name) for place, name in enumerate(paths) if name in used]
        rows = "".join(
            f'<option value="{place}">{path(name)}</option>' for place, name in chosen[:_MOST_FILES]
        )
        yield f'<label>File <select id="file"><option value="">all</option>{rows}</select></label>\n'
    yield '<button type="reset">Show all</button> <output id="shown" aria-live="polite"></output>\n'
    yield "</form>\n"


def _rule(
    group: _Group, rows: list[Kept], places: dict[str, str], total: int, *, is_open: bool
) -> Iterator[str]:
    from manifestry.rules.catalogue import catalogue

    severity, code, name = group
    rule = catalogue().get(code)
    state = " open" if is_open else ""
    yield f'<details class="rule" data-rule="{code}" data-severity="{severity}"{state}>\n'
    yield f'<summary><h3><span class="badge {severity}">{severity}</span> {code} {escaped(name)}'
    number = f"{len(rows):,}" if total <= len(rows) else f"{len(rows):,} of {total:,}"
    yield f' <span class="number">{number}</span></h3></summary>\n<div class="about">\n'
    usual = "" if rule is None else rule.help
    if rule is not None:
        yield f"<p><b>{escaped(rule.summary)}.</b> {escaped(rule.why)}</p>\n"
        yield f"<p><b>How to mend it:</b> {escaped(usual)}</p>\n"
        yield f'<p class="note">Source: {escaped(rule.source)}</p>\n'
    yield "</div>\n<ol>\n"
    for kept in rows:
        yield _finding(kept, places[kept.path], usual)
    yield "</ol>\n</details>\n"


def _finding(kept: Kept, place: str, usual: str) -> str:
    finding = kept.finding
    where = f"{path(kept.path)}:{finding.line}:{finding.column}"
    parts = [f'<li data-file="{place}">', f'<p class="message">{_cut(finding.message)}</p>']
    at = f" <code>{pointer(finding.pointer)}</code>" if finding.pointer else ""
    parts.append(f'<p class="place"><code>{where}</code>{at}</p>')
    parts.append(_excerpt(finding))
    if finding.help and finding.help != usual:
        parts.append(f'<p class="help">{_cut(finding.help)}</p>')
    if finding.fix is not None:
        option = "" if finding.fix.safe else " --unsafe"
        words = f"<code>manifestry fix{option}</code>: {_cut(finding.fix.title)}"
        parts.append(f'<p class="help">{words}</p>')
    return "".join(part for part in parts if part) + "</li>\n"


def _excerpt(finding: Finding) -> str:
    """The line of source with what is wrong in it marked."""
    excerpt = finding.excerpt
    if excerpt is None:
        return ""
    before = escaped(excerpt.text[: excerpt.start].lstrip(" \t"))
    marked = escaped(excerpt.text[excerpt.start : excerpt.end]) or "&nbsp;"
    after = escaped(excerpt.text[excerpt.end :].rstrip())
    number = f'<span class="line">{finding.line}</span>'
    return f"<pre>{number}<code>{before}<mark>{marked}</mark>{after}</code></pre>"


def _cut(text: str) -> str:
    return escaped(cut(text, _LONGEST))
