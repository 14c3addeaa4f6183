"""The schemas in an editor, as VS Code's own language server understands them."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import jsonschema_rs
import orjson
import pytest

from manifestry.schemas_index import bundled, names

ROOT = Path(__file__).resolve().parents[1]
NODE, NPM = shutil.which("node"), shutil.which("npm")
SERVER = "vscode-json-languageservice@5.7.2"
SCHEMAS = ("encord/video", "encord/image-group", "encord/multi-type", "ango/import", "ango/export")


class Answer(NamedTuple):
    """What the server says of a document with the cursor at "|"."""

    proposed: dict[str, str]
    hover: str
    problems: list[tuple[str, str]]


Ask = Callable[[str, str], Answer]


@pytest.fixture(scope="module")
def ask(tmp_path_factory: pytest.TempPathFactory) -> Ask:
    """A question to the server, which is installed for that."""
    if NODE is None or NPM is None:
        pytest.skip("needs node and npm")
    node = NODE
    folder = tmp_path_factory.mktemp("server")
    (folder / "package.json").write_text('{"private": true}')
    install = [NPM, "install", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"]
    brief = ["--fetch-retries=0", "--fetch-timeout=30000", "--no-update-notifier"]
    try:
        subprocess.run(
            [*install, *brief, SERVER], cwd=folder, check=True, capture_output=True, timeout=120
        )
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        said = (error.stderr or b"").decode(errors="replace").strip().partition("\n")[0]
        pytest.skip(f"npm could not install it: {said or 'it took too long'}")
    schemas = {name.replace("/", "-"): bundled(name) for name in SCHEMAS}

    def question(schema: str, text: str) -> Answer:
        asked = {"schemas": schemas, "questions": [{"schema": schema, "text": text}]}
        done = subprocess.run(
            [node, str(ROOT / "tests" / "editor" / "ask.mjs")],
            cwd=folder,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        (answer,) = json.loads(done.stdout)
        problems = [(place, message) for place, message in answer["problems"]]
        return Answer(answer["proposed"], answer["hover"], problems)

    return question


@pytest.mark.installs
@pytest.mark.parametrize(
    ("schema", "text", "keys"),
    [
        (
            "encord-video",
            '{"videos": [{|}]}',
            {"objectUrl", "title", "videoMetadata", "clientMetadata"},
        ),
        (
            "encord-video",
            '{"videos": [{"videoMetadata": {|}}]}',
            {"fps", "duration", "width", "height", "file_size", "mime_type"},
        ),
        (
            "encord-multi-type",
            '{"image_groups": [{|}]}',
            {"title", "createVideo", "clientMetadata"},
        ),
        (
            "encord-multi-type",
            '{"videos": [{"clientMetadata": {"$encord": {|}}}]}',
            {"config", "frames"},
        ),
        ("ango-import", '[{"metadata": {|}}]', {"width", "height", "frameTotal", "frameRate"}),
        ("ango-export", '[{"task": {|}}]', {"taskId", "stage", "stageId", "tools"}),
    ],
)
def test_keys_are_proposed_with_a_description(
    ask: Ask, schema: str, text: str, keys: set[str]
) -> None:
    """Those of this very object, each with words of its own."""
    proposed = ask(schema, text).proposed
    assert proposed.keys() >= keys
    assert all(proposed.values()), proposed


@pytest.mark.installs
def test_every_section_is_proposed(ask: Ask) -> None:
    """At the top of a manifest, each with what it lists."""
    from manifestry.formats.encord.sections import SECTIONS

    proposed = ask("encord-multi-type", "{|}").proposed
    assert proposed.keys() >= set(SECTIONS)
    assert proposed["videos"] == "The videos, one item each."


@pytest.mark.installs
def test_the_body_of_a_request_is_completed_like_a_list(ask: Ask) -> None:
    """An asset is an asset in both forms of an import."""
    listed = ask("ango-import", "[{|}]").proposed
    assert {"data", "dataset", "externalId", "metadata"} <= listed.keys()
    assert ask("ango-import", '{"assets": [{|}]}').proposed == listed


@pytest.mark.installs
@pytest.mark.parametrize("schema", ["encord-video", "encord-multi-type"])
def test_fps_is_explained_and_judged(ask: Ask, schema: str) -> None:
    """The hover has the unit, the wrong type is underlined at the value."""
    block = (
        '"fp|s": "25", "duration": 1, "width": 1, "height": 1, "file_size": 1, "mime_type": "a/b"'
    )
    text = f'{{"videos": [{{"objectUrl": "s3://acme/a.mp4", "videoMetadata": {{{block}}}}}]}}'
    answer = ask(schema, text)
    assert "frames per second" in answer.hover
    assert answer.problems == [('"25"', 'Incorrect type. Expected "number".')]


@pytest.mark.installs
@pytest.mark.parametrize(
    ("schema", "text", "said"),
    [
        ("encord-multi-type", '{"audio": [{"audioMetadata": {"dura|tion": 1}}]}', "seconds"),
        ("encord-image-group", '{"image_groups": [{"objectUrl_|0": ""}]}', "position"),
        ("ango-import", '[{"metadata": {"wid|th": 1}}]', "pixels"),
        ("ango-import", '[{"metadata": {"frame|Rate": 1}}]', "Frames per second"),
    ],
)
def test_what_is_shown_is_about_this_key(ask: Ask, schema: str, text: str, said: str) -> None:
    """Not about all keys that share its type."""
    assert said in ask(schema, text).hover


@pytest.mark.installs
@pytest.mark.parametrize(
    ("schema", "text", "place"),
    [
        ("encord-multi-type", '{"skip_duplicate_urls": 1}', "1"),
        ("encord-multi-type", '{"videos": [{"objectUrl": "a.mp4"}]}', '"a.mp4"'),
        ("ango-import", '[{"data": 3}]', "3"),
        ("ango-import", '{"assets": [{"data": 3}]}', "3"),
    ],
)
def test_what_is_wrong_is_underlined(ask: Ask, schema: str, text: str, place: str) -> None:
    """At the value, and nowhere else."""
    assert [where for where, _ in ask(schema, text).problems] == [place]


@pytest.mark.installs
def test_a_manifest_may_name_its_schema(ask: Ask) -> None:
    """In a file that no pattern matches; the key itself is no problem."""
    address = bundled("multi-type")["$id"]
    item = '"objectUrl": "gs://acme-media/a/0.jpg"|'
    answer = ask("elsewhere", f'{{"$schema": "{address}", "images": [{{{item}, "title": 7}}]}}')
    assert answer.problems == [("7", 'Incorrect type. Expected "string".')]
    assert ask("elsewhere", '{"images": [{|}]}') == Answer({}, "", [])


def _all_fixtures() -> list[Any]:
    found = []
    for path in sorted((ROOT / "fixtures").rglob("*.json")):
        try:
            found.append(orjson.loads(path.read_bytes()))
        except ValueError:
            continue  # broken on purpose
    return found


@pytest.mark.parametrize("name", names())
def test_spreading_changes_no_verdict(name: str) -> None:
    """The file for editors and the one without copies judge every fixture alike."""
    spread = jsonschema_rs.Draft202012Validator(bundled(name))
    plain = jsonschema_rs.Draft202012Validator(bundled(name, spread=False))
    documents = _all_fixtures()
    assert len(documents) > 50
    for document in documents:
        errors = [
            sorted((e.message, str(e.instance_path)) for e in v.iter_errors(document))
            for v in (spread, plain)
        ]
        assert errors[0] == errors[1]


@pytest.mark.parametrize("name", names())
def test_no_words_stand_beside_a_reference(name: str) -> None:
    """An editor would not show them."""
    found: list[Any] = []

    def look(schema: Any) -> None:
        if isinstance(schema, dict):
            if "$ref" in schema and len(schema) > 1:
                found.append(schema)
            for value in schema.values():
                look(value)
        elif isinstance(schema, list):
            for value in schema:
                look(value)

    look(bundled(name))
    assert not found
