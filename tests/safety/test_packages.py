"""What is installed: all of it declared, locked to one version, under a licence that an office may use, and whole."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from packaging.markers import default_environment
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]
LOCK = [
    Requirement(line)
    for line in (PROJECT / "constraints.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
]
DECLARED = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))["project"]
OURS = canonicalize_name(DECLARED["name"])

ALLOWED = re.compile(
    r"apache|\bbsd\b|\bmit\b|\bisc\b|\bmpl\b|mozilla public|\bpsf|python software foundation|\blgpl|lesser general|"
    r"\b0bsd\b|zlib|cc0",
    re.IGNORECASE,
)
"""Permissive licences, and those that ask only for changes to the package itself (MPL, LGPL). A package under several
licences is taken under one of these."""
SILENT = {
    "pyrage": "MIT",  # its LICENSE and README say so
    "axe-playwright-python": "MIT, as its repository says; used in tests only",
    "resvg-py": "MIT, as the LICENSE file in its wheel says; resvg inside is under MIT or Apache 2.0",
}
"""Packages whose metadata name no licence."""


def applies(requirement: Requirement) -> bool:
    environment = {**default_environment(), "extra": ""}
    return requirement.marker is None or requirement.marker.evaluate(environment)


def needed_by_users() -> set[str]:
    """Everything that `pip install anubhav-gforms` brings, by following the metadata of what is installed."""
    found: set[str] = set()
    waiting = [(Requirement(line).name, Requirement(line).extras) for line in DECLARED["dependencies"]]
    while waiting:
        name, extras = waiting.pop()
        if canonicalize_name(name) in found:
            continue
        found.add(canonicalize_name(name))
        for line in metadata.requires(name) or ():
            requirement = Requirement(line)
            wanted = [{**default_environment(), "extra": extra} for extra in ("", *extras)]
            if requirement.marker is None or any(requirement.marker.evaluate(each) for each in wanted):
                waiting.append((requirement.name, requirement.extras))
    return found


def test_every_locked_package_has_exactly_one_version() -> None:
    loose = [str(each) for each in LOCK if not re.fullmatch(r"==[\w.+!]+", str(each.specifier)) or each.url]
    assert not loose, f"not pinned to one version: {loose}"


def test_what_an_office_installs_is_locked_by_hash_in_the_same_versions() -> None:
    text = (PROJECT / "locked.txt").read_text("utf-8")
    assert "://" not in text
    assert "--index" not in text
    blocks = re.split(r"\n(?=\S)", text.strip())
    hashed = {}
    for block in blocks:
        first, *rest = block.replace("\\\n", "\n").splitlines()
        assert rest, f"without a hash: {first}"
        assert all(re.fullmatch(r"\s+--hash=sha256:[0-9a-f]{64}\s*", line) for line in rest), first
        requirement = Requirement(first)
        hashed[canonicalize_name(requirement.name), str(requirement.specifier)] = requirement
    locked = {(canonicalize_name(each.name), str(each.specifier)) for each in LOCK}
    assert set(hashed) <= locked, f"other than constraints.txt (run make hashes): {set(hashed) - locked}"
    missing = needed_by_users() - {name for name, _ in hashed}
    assert not missing, f"not in locked.txt (run make hashes): {sorted(missing)}"


def test_every_declared_package_and_all_it_needs_is_locked() -> None:
    locked = {canonicalize_name(each.name) for each in LOCK}
    extras = [line for lines in DECLARED["optional-dependencies"].values() for line in lines]
    asked = {canonicalize_name(Requirement(line).name) for line in [*DECLARED["dependencies"], *extras]} - {OURS}
    missing = (asked | needed_by_users()) - locked
    assert not missing, f"not in constraints.txt (run make lock): {sorted(missing)}"


def test_what_is_installed_is_what_is_locked() -> None:
    locked = {canonicalize_name(each.name): each for each in LOCK if applies(each)}
    installed = {canonicalize_name(each.name): each.version for each in metadata.distributions()}
    other = {
        name: installed[name]
        for name in needed_by_users()
        if name in locked and not locked[name].specifier.contains(installed[name], prereleases=True)
    }
    assert not other, f"installed in another version than constraints.txt says: {other}"


def licence_of(name: str) -> str:
    about = metadata.metadata(name)
    named = [line for line in about.get_all("Classifier") or () if line.startswith("License ::")]
    return " ".join([about.get("License-Expression") or "", (about.get("License") or "")[:300], *named]).strip()


def test_users_get_only_packages_under_licences_that_an_office_may_use() -> None:
    said = {name: licence_of(name) or SILENT.get(name, "") for name in needed_by_users()}
    odd = {name: text or "no licence named" for name, text in said.items() if not ALLOWED.search(text)}
    assert not odd, odd


def test_nothing_that_is_installed_contradicts_another_package() -> None:
    uv = Path(sys.executable).with_name("uv")
    command = (
        [str(uv), "pip", "check", "--python", sys.executable] if uv.exists() else [sys.executable, "-m", "pip", "check"]
    )
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_runtime_package_has_its_reason_in_the_documentation() -> None:
    page = (PROJECT / "docs" / "developers.md").read_text("utf-8")
    told = {
        canonicalize_name(word)
        for row in page.splitlines()
        if row.startswith("|")
        for word in re.split(r"[|,\s]+", row)
    }
    missing = [
        name for line in DECLARED["dependencies"] if (name := canonicalize_name(Requirement(line).name)) not in told
    ]
    assert not missing, f"docs/developers.md does not say why these are here: {missing}"
