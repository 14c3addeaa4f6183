"""What `manifestry fix` does with each file, and says of it."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO, Final

from manifestry.cli import console
from manifestry.cli.run import PerFile, standard_input
from manifestry.discovery import STDIN, Target
from manifestry.errors import OutputError, UnreadableError
from manifestry.findings import FileReport, Finding, Report, Severity
from manifestry.report.compared import PRUNE
from manifestry.report.summary import count, stale_line
from manifestry.text import capitalised, printable

if TYPE_CHECKING:
    from manifestry.baseline import Applying
    from manifestry.fixing import Mended

_EXIT_FINDINGS: Final = 1
_EXIT_UNREADABLE: Final = 3
_SHOWN: Final = 10  # fixes that were refused, of a file


class Fixer:
    """Mends one file after the other, and says what it did on standard error.

    `passed` counts the files that have nothing to do with Manifestry. What `applying` accepts of
    what is left neither counts nor fails; it has to list all of it.
    """

    def __init__(
        self,
        settings_for: PerFile,
        *,
        unsafe: bool,
        diff: bool,
        write: bool,
        quiet: bool,
        skip_unrelated: bool,
        applying: Applying | None = None,
        prune: str = PRUNE,
    ) -> None:
        self._applying = applying
        self._prune = prune
        self._settings_for = settings_for
        self._unsafe = unsafe
        self._diff = diff
        self._write = write
        self._quiet = quiet
        self._skip_unrelated = skip_unrelated
        self._reports: list[FileReport] = []
        self._fixed: list[int] = []
        self._left_unsafe = 0
        self.passed = 0
        self._compressed = 0
        self._tables = 0
        self._found = 0
        self._failed = False

    def take(self, target: Target) -> None:
        """Mends a file. What is said against it is said on standard error."""
        from manifestry.document.contents import UnrelatedError
        from manifestry.fixing.files import CompressedError

        try:
            mended = self._mended(target)
        except UnrelatedError:
            self.passed += 1
        except (UnreadableError, OutputError) as error:
            if isinstance(error, CompressedError) and not target.named:
                self._compressed += 1
                return
            self._failed = True
            console.say(f"error: {printable(target.path)}: {error}")
        else:
            self._note("<stdin>" if target.path == STDIN else target.path, mended)

    def end(self, fails: Severity, *, check: bool) -> int:
        """Says what was done and what is left; the exit code."""
        text = self._summary()
        if text and not self._quiet:
            console.say(text)
        if self._applying is not None and self._write and not self._quiet:
            stale = stale_line(self._applying.report((), prune=self._prune))
            if stale:
                console.say(stale)
        code = Report(tuple(self._reports)).exit_code(fails)
        if self._failed:
            return max(code, _EXIT_UNREADABLE)
        return max(code, _EXIT_FINDINGS) if check and any(self._fixed) else code

    def _mended(self, target: Target) -> Mended:
        from manifestry.document.contents import UnrelatedError
        from manifestry.fixing.files import fix_file, fixing, pieces_of

        if target.error is not None:
            raise UnreadableError(target.error)
        settings = self._settings_for(target.path)
        look = partial(self._show, target.path) if self._diff else None
        skip = self._skip_unrelated or not target.named
        if target.path != STDIN:
            return fix_file(
                target.path,
                settings,
                unsafe=self._unsafe,
                write=self._write,
                look=look,
                skip_unrelated=skip,
            )
        read = standard_input()
        whole = io.BytesIO(b"".join(iter(partial(read, 1024 * 1024), b"")))
        fixed = fixing(whole, "<stdin>", settings, unsafe=self._unsafe, skip_unrelated=skip)
        try:
            with fixed as mended:
                if look is not None:
                    look(whole, mended)
                elif self._write:
                    for piece in pieces_of(mended):
                        console.write_bytes(piece)
                return mended
        except UnrelatedError:
            if self._write:
                console.write_bytes(whole.getvalue())
            raise

    def _show(self, path: str, file: BinaryIO, mended: Mended) -> None:
        from manifestry.report.difference import difference

        if mended.fixed:
            file.seek(0)
            mended.content.seek(0)
            name = PurePath(path).as_posix() if path != STDIN else "<stdin>"
            for line in difference(name, file.read(), mended.content.read(), console.look("auto")):
                console.write(line)
            console.flush()  # before what is said of it

    def _note(self, path: str, mended: Mended) -> None:
        fixed = sum(mended.fixed.values())
        self._fixed.append(fixed)
        # What is accepted is mended all the same, but what cannot be is no reason to fail.
        after = mended.after if self._applying is None else self._applying.take(mended.after)
        self._left_unsafe += 0 if self._unsafe else _unsafe(after)
        self._found += _total(mended.before)
        self._tables += mended.after.kind == "encord-csv" and mended.after.status != "clean"
        self._reports.append(replace(after, findings=()))
        if mended.after.error is not None:
            console.say(f"error: {printable(path)}: {mended.after.error}")
        if self._quiet:
            return
        if fixed:
            codes = ", ".join(
                code if number == 1 else f"{code} ({number:,})"
                for code, number in mended.fixed.items()
            )
            console.say(f"{printable(path)}: {self._verb()} {codes}")
        self._tell_refused(path, mended.refused)
        if not mended.is_done:
            console.say(f"{printable(path)}: there is more to fix; run the command again")

    def _tell_refused(self, path: str, refused: Mapping[Finding, tuple[str, ...]]) -> None:
        for finding, codes in islice(refused.items(), _SHOWN):
            place = f"{printable(path)}:{finding.line}:{finding.column}"
            others = ", ".join(codes) or "as much"
            console.say(f"{place}: {finding.code} stays: with its fix there would be {others}")
        if len(refused) > _SHOWN:
            console.say(f"{printable(path)}: {len(refused) - _SHOWN:,} more stay for that reason")

    def _verb(self) -> str:
        return "fixed" if self._write else "would fix"

    def _summary(self) -> str:
        """What was done; "" if nothing could be read."""
        if not self._reports:
            return ""
        total = sum(self._fixed)
        files = sum(1 for number in self._fixed if number)
        left = sum(_total(report) for report in self._reports)
        parts = ["Nothing to fix"]
        if total:
            parts = [f"{self._verb()} {count(total, 'finding')} in {count(files, 'file')}"]
        accepted = 0 if self._applying is None else self._applying.accepted
        if (uncovered := total + left + accepted - self._found) > 0:
            parts.append(f"{uncovered:,} came to light on the way")
        if left:
            unsafe = f"{self._left_unsafe:,} with --unsafe" if self._left_unsafe else ""
            more = unsafe or "`manifestry check` shows them"
            parts.append(f"{count(left, 'finding')} {'is' if left == 1 else 'are'} left ({more})")
        if accepted:
            parts.append(f"{accepted:,} accepted by the baseline")
        if self._compressed:
            parts.append(f"passed over {count(self._compressed, 'compressed file')}")
        if self._tables:
            parts.append(f"CSV is not mended ({count(self._tables, 'file')})")
        return capitalised("; ".join(parts)) + "."


def _total(report: FileReport) -> int:
    return report.errors + report.warnings + report.infos


def _unsafe(report: FileReport) -> int:
    """How many of the findings have a fix that is not safe."""
    return sum(1 for each in report.findings if each.fix is not None and not each.fix.safe)
