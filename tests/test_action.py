"""The GitHub action: well formed, and its scripts run as GitHub would run them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

ROOT = Path(__file__).resolve().parents[1]
ACTION = ROOT / "action.yml"
CHECK_JSONSCHEMA = (sys.executable, "-m", "check_jsonschema")
ZIZMOR = shutil.which("zizmor", path=str(Path(sys.executable).parent))
BASH = shutil.which("bash")
BAD = '{"videos": [{"title": "no address"}]}\n'
GOOD = '{"videos": [{"objectUrl": "s3://acme-media/cam1/a.mp4"}]}\n'

needs_bash = pytest.mark.skipif(
    BASH is None or os.name == "nt", reason="needs bash, and the layout of a POSIX venv"
)


@pytest.fixture(scope="module")
def action() -> dict[str, Any]:
    """What action.yml says."""
    loaded: dict[str, Any] = YAML(typ="safe").load(ACTION.read_text(encoding="utf-8"))
    return loaded


def script(action: dict[str, Any], step: str | int) -> str:
    """The script of a step, by its id or its place."""
    steps = action["runs"]["steps"]
    found = steps[step] if isinstance(step, int) else next(s for s in steps if s.get("id") == step)
    text: str = found["run"]
    return text


class Runner:
    """As much of GitHub's runner as the scripts see."""

    def __init__(self, folder: Path) -> None:
        self.work = folder / "work"
        self.output = folder / "output"
        self.summary = folder / "summary"
        self.place = folder / "place"
        for each in (self.work, self.place):
            each.mkdir()
        for each in (self.output, self.summary):
            each.touch()

    def run(self, text: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Runs a script with the flags that GitHub gives to bash."""
        assert BASH is not None
        file = self.output.with_name("step.sh")
        file.write_text(text, encoding="utf-8")
        return subprocess.run(
            [BASH, "--noprofile", "--norc", "-e", "-o", "pipefail", str(file)],
            cwd=self.work,
            env={
                **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_ACTION_PATH": str(ROOT),
                "RUNNER_TEMP": str(self.place),
                **env,
            },
            capture_output=True,
            text=True,
            encoding="utf-8",
            check=False,
            timeout=300,
        )

    def check(
        self, action: dict[str, Any], *, paths: str = ".", args: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Runs the step that checks."""
        return self.run(
            script(action, "check"),
            BIN=str(Path(sys.executable).parent),
            PLACE=str(self.place),
            PATHS=paths,
            ARGS=args,
        )

    @property
    def outputs(self) -> dict[str, str]:
        """What the steps have set."""
        lines = self.output.read_text(encoding="utf-8").splitlines()
        return {key: value for key, _, value in (line.partition("=") for line in lines)}


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    """A runner with an empty working folder."""
    return Runner(tmp_path)


def test_it_is_an_action() -> None:
    """GitHub's own schema of actions has nothing against it."""
    done = subprocess.run(
        [*CHECK_JSONSCHEMA, "--builtin-schema", "vendor.github-actions", str(ACTION)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.skipif(ZIZMOR is None, reason="needs zizmor")
def test_a_security_linter_finds_nothing() -> None:
    """Pinned actions, no injection, no more rights than needed."""
    done = subprocess.run(
        [str(ZIZMOR), "--offline", "--no-progress", "--persona=pedantic", str(ACTION)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_script_has_an_expression_in_it(action: dict[str, Any]) -> None:
    """Inputs come by the environment, where no shell reads them as code."""
    scripts = [step["run"] for step in action["runs"]["steps"] if "run" in step]
    assert len(scripts) == 3
    assert not [text for text in scripts if "${{" in text]


def test_the_page_names_every_input_and_output(action: dict[str, Any]) -> None:
    """docs/ci.md leaves none out."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    for name in (*action["inputs"], *action["outputs"]):
        assert f"| `{name}` |" in page, name


@needs_bash
def test_a_good_manifest(action: dict[str, Any], runner: Runner) -> None:
    """Passes, with a report all the same."""
    (runner.work / "a.json").write_text(GOOD)
    done = runner.check(action)
    assert done.returncode == 0, done.stderr
    assert "::error" not in done.stdout
    assert runner.outputs["exit-code"] == "0"
    assert json.loads(Path(runner.outputs["sarif-file"]).read_bytes())["runs"][0]["results"] == []


@needs_bash
def test_a_bad_manifest(action: dict[str, Any], runner: Runner) -> None:
    """Has annotations, a summary, and results; the step itself goes on to the upload."""
    (runner.work / "my manifest.json").write_text(BAD)
    done = runner.check(action, paths="my manifest.json\r\n")
    assert done.returncode == 0, done.stderr
    assert "::error file=my manifest.json,line=1" in done.stdout
    assert "E201" in runner.summary.read_text(encoding="utf-8")
    assert runner.outputs["exit-code"] == "1"
    (run,) = json.loads(Path(runner.outputs["sarif-file"]).read_bytes())["runs"]
    assert [result["ruleId"] for result in run["results"]] == ["E201"]


@needs_bash
def test_several_paths_and_quoted_arguments(action: dict[str, Any], runner: Runner) -> None:
    """A path a line; arguments as a shell would split them."""
    for name in ("one", "two", "three"):
        (runner.work / f"{name}.json").write_text(BAD)
    (runner.work / "my keys.toml").write_text('site = "text"\n')
    done = runner.check(
        action,
        paths="one.json\n\ntwo.json",
        args="--metadata-schema 'my keys.toml'\n--severity E201=warning",
    )
    assert "::warning file=one.json" in done.stdout
    assert "::warning file=two.json" in done.stdout
    assert "three.json" not in done.stdout
    assert runner.outputs["exit-code"] == "0"


@needs_bash
def test_nothing_to_check(action: dict[str, Any], runner: Runner) -> None:
    """Is said by the exit code, and there is no report to upload."""
    runner.check(action)
    assert runner.outputs == {"exit-code": "2"}


@needs_bash
@pytest.mark.parametrize("text", ["$(touch pwned)", "`touch pwned`", "'; touch pwned; '", "-rf *"])
def test_inputs_are_never_run(action: dict[str, Any], runner: Runner, text: str) -> None:
    """Whatever an input says, it is a path or an argument."""
    (runner.work / "a.json").write_text(GOOD)
    runner.check(action, paths=text)
    runner.check(action, args=text)
    runner.check(action, args=f'"{text}"')
    assert [path.name for path in runner.work.iterdir()] == ["a.json"]


@needs_bash
@pytest.mark.parametrize("args", ['"', "--ignore ''", "--ignore 'a\nb'"])
def test_arguments_that_cannot_be_read(action: dict[str, Any], runner: Runner, args: str) -> None:
    """Are an error of the step."""
    done = runner.check(action, args=args)
    assert done.returncode == 2
    assert done.stderr.startswith('::error title=Manifestry::the input "args"')
    assert runner.outputs == {}


@needs_bash
@pytest.mark.parametrize("version", ["1; touch pwned", "--index-url=x", "main", "1\n2"])
def test_a_version_that_is_none(action: dict[str, Any], runner: Runner, version: str) -> None:
    """Is refused before anything is installed."""
    done = runner.run(script(action, "install"), PYTHON="/nowhere/python", VERSION=version)
    assert done.returncode == 2
    assert "is no version" in done.stdout
    assert list(runner.place.iterdir()) == []


@needs_bash
@pytest.mark.parametrize("status", ["0", "1", "3"])
def test_it_ends_with_the_exit_code_of_the_check(
    action: dict[str, Any], runner: Runner, status: str
) -> None:
    """The last step passes it on."""
    assert runner.run(script(action, -1), STATUS=status).returncode == int(status)


@needs_bash
@pytest.mark.installs
def test_it_installs_itself(action: dict[str, Any], runner: Runner) -> None:
    """From its own checkout, into an environment of its own."""
    source = runner.place / "checkout"
    for part in ("src", "schemas"):
        shutil.copytree(ROOT / part, source / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / part, source / part)
    done = runner.run(
        script(action, "install"),
        PYTHON=sys.executable,
        VERSION="",
        GITHUB_ACTION_PATH=str(source),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    (runner.work / "a.json").write_text(BAD)
    outputs = runner.outputs
    runner.run(
        script(action, "check"),
        BIN=outputs["bin"],
        PLACE=outputs["place"],
        PATHS=".",
        ARGS="--select E201",
    )
    assert runner.outputs["exit-code"] == "1"


def page_block(title: str) -> str:
    """The first block of YAML under a heading of docs/ci.md."""
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    return page.partition(f"\n## {title}\n")[2].partition("```yaml\n")[2].partition("```")[0]


@pytest.mark.parametrize(
    ("title", "command"),
    [
        ("pre-commit", (sys.executable, "-m", "pre_commit", "validate-config")),
        ("GitHub", (*CHECK_JSONSCHEMA, "--builtin-schema", "vendor.github-workflows")),
        ("GitLab", (*CHECK_JSONSCHEMA, "--builtin-schema", "vendor.gitlab-ci")),
    ],
)
def test_the_examples_are_what_their_services_take(
    title: str, command: tuple[str, ...], tmp_path: Path
) -> None:
    """By the schemas of the services; pre-commit judges its own."""
    file = tmp_path / "example.yml"
    file.write_text(page_block(title), encoding="utf-8")
    done = subprocess.run([*command, str(file)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_example_gives_inputs_that_there_are(action: dict[str, Any]) -> None:
    """To this action, by the name of its repository."""
    workflow = YAML(typ="safe").load(page_block("GitHub"))
    (step,) = [
        step
        for step in workflow["jobs"]["check"]["steps"]
        if step["uses"].startswith("manifestry/")
    ]
    assert step["with"].keys() <= action["inputs"].keys()
