"""The documentation is built strictly, and every link in it leads somewhere."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest

pytest.importorskip("sphinx")
pytest.importorskip("furo")
pytest.importorskip("myst_parser")

from manifestry.convert.reasons import BY_CODE
from manifestry.rules.catalogue import catalogue
from manifestry.schemas_index import bundled, names

ROOT = Path(__file__).resolve().parents[1]


class Page(HTMLParser):
    """The anchors and links of a page, and what it loads."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loaded: list[str] = []
        self._text: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Notes what a tag names and leads to."""
        given = {key: value or "" for key, value in attrs}
        if "id" in given:
            self.anchors.add(given["id"])
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        elif tag == "link" and given.get("rel") == "stylesheet":
            self.loaded.append(given["href"])
        elif tag in ("script", "img", "iframe") and "src" in given:
            self.loaded.append(given["src"])

    def handle_data(self, data: str) -> None:
        """Notes text."""
        self._text.append(data)

    @cached_property
    def text(self) -> str:
        """The words of the page."""
        return " ".join("".join(self._text).split())


def plain(text: str) -> str:
    """Text as a page shows it."""
    return " ".join(text.replace("`", "").split())


Site = Mapping[str, Page]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site, built as the documentation says, with warnings as errors."""
    work = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "sphinx", "-W", "--keep-going", "-q", "-b", "html"]
    done = subprocess.run(
        [*command, "-d", str(work / "doctrees"), str(ROOT / "docs"), str(work / "html")],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=1100,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return work / "html"


@pytest.fixture(scope="module")
def site(folder: Path) -> Site:
    """Its pages by their path."""
    return {path.relative_to(folder).as_posix(): Page(path) for path in folder.rglob("*.html")}


def test_every_rule_has_its_place(site: Site) -> None:
    """On the page of its family, under its code, with all that it says of itself."""
    for code, rule in catalogue().items():
        page = site[f"rules/{code[:2].lower()}.html"]
        assert code.lower() in page.anchors, code
        assert f"{code} {rule.name}" in page.text
        for said in (rule.summary, rule.why, rule.help, rule.source):
            assert plain(said) in page.text, (code, said)


def test_every_rule_shows_the_finding_of_its_example(site: Site) -> None:
    """As the check gives it: place, severity, code and name."""
    for code, rule in catalogue().items():
        text = site[f"rules/{code[:2].lower()}.html"].text
        assert any(
            f": {level} {code} {rule.name}" in text for level in ("error", "warning", "info")
        )


def test_every_reason_has_its_place(site: Site) -> None:
    """On the page of the conversion's reasons."""
    page = site["rules/c.html"]
    for code, reason in BY_CODE.items():
        assert code.lower() in page.anchors
        assert f"{code} {reason.name}" in page.text


@pytest.mark.parametrize("name", names())
def test_every_schema_has_its_page(site: Site, name: str) -> None:
    """With a row for each key of every object in it."""
    page = site[f"kinds/{name.replace('/', '-')}.html"]
    schema = bundled(name, spread=False)
    assert plain(schema["description"]) in page.text
    told = {part for part in schema["$defs"] if f"{name.replace('/', '-')}-{part}" in page.anchors}
    for part in told:
        for key, member in schema["$defs"][part].get("properties", {}).items():
            if isinstance(member, dict) and "description" in member:
                assert key in page.text
                assert plain(member["description"]) in page.text, (part, key)
    assert told


@pytest.mark.parametrize(
    "name",
    [
        "manifestry.check",
        "manifestry.Settings",
        "manifestry.metadata.infer",
        "manifestry.convert.convert",
        "manifestry.shaping.split",
        "manifestry.models.base.Model.to_json",
        "manifestry.models.encord.Video.object_url",
        "manifestry.integrations.encord.to_data_upload_items",
        "manifestry.integrations.ango.upload_list",
    ],
)
def test_the_library_is_there(site: Site, name: str) -> None:
    """Functions, classes and their members have anchors."""
    assert any(name in page.anchors for path, page in site.items() if path.startswith("library/"))


def test_everything_public_is_there(site: Site) -> None:
    """All names that the packages export."""
    import manifestry
    import manifestry.convert
    import manifestry.integrations
    import manifestry.metadata
    import manifestry.shaping

    anchors = {each for page in site.values() for each in page.anchors}
    modules = (
        manifestry,
        manifestry.convert,
        manifestry.integrations,
        manifestry.metadata,
        manifestry.shaping,
    )
    public = {f"{module.__name__}.{name}" for module in modules for name in module.__all__}
    assert public - anchors == {"manifestry.__version__"}


def test_every_link_leads_somewhere(site: Site, folder: Path) -> None:
    """To a file of the site and, where it says so, to an anchor in it."""
    broken = []
    for path, page in site.items():
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (folder / path).parent / unquote(parts.path) if parts.path else folder / path
            if target.is_dir():
                target /= "index.html"
            if not target.is_file():
                broken.append((path, link))
            elif parts.fragment and target.suffix == ".html":
                there = site[target.resolve().relative_to(folder.resolve()).as_posix()]
                if unquote(parts.fragment) not in there.anchors:
                    broken.append((path, link))
    assert not broken


def test_every_table_of_contents_is_complete(site: Site) -> None:
    """Each page of the folder is a page of the site."""
    for path in (ROOT / "docs").glob("*.md"):
        assert f"{path.stem}.html" in site


def test_a_page_loads_nothing_from_elsewhere(site: Site, folder: Path) -> None:
    """No font, style, script or picture comes over the network."""
    for path, page in site.items():
        for source in page.loaded:
            parts = urlsplit(source)
            assert not parts.scheme, (path, source)
            assert not parts.netloc, (path, source)
    for sheet in folder.rglob("*.css"):
        assert "url(http" not in sheet.read_text(encoding="utf-8").replace('"', ""), sheet


def test_nothing_is_left_to_be_made(site: Site) -> None:
    """Every line that asks for something was understood; none is written in a way that is not."""
    asked = [path for path in (ROOT / "docs").rglob("*.md") if "made:" in path.read_text("utf-8")]
    assert len(asked) > 20
    for path in asked:
        for line in path.read_text(encoding="utf-8").splitlines():
            assert "made:" not in line or line.startswith("<!-- made: "), path
    assert "rules/index.html" in site
