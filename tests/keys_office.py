"""A campaign whose key is made and recorded, and commands typed there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from anubhav_gforms import cli
from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.links.keyring import make_keyring
from anubhav_gforms.links.registry import Registry, save_registry

PROJECT = Path(__file__).parents[1]


READY = Registry(
    form_id="1" * 44,
    responder_uri="https://docs.google.com/forms/d/e/" + "1FAIpQLS" + "d" * 48 + "/viewform",
    question_ids={"station": "7fffffff"},
    steps=("links",),
)


def office_with_a_key(tmp_path: Path) -> Any:
    """No Google is needed for keys."""
    folder = tmp_path / "campaign"
    shutil.copytree(PROJECT / "config", folder / "config")
    shutil.copy(PROJECT / "stations.csv", folder)
    campaign = load_campaign(folder)
    _, registry = make_keyring(campaign, READY)
    save_registry(registry, campaign.data)
    return campaign


def run(campaign: Any, *words: str, typed: str = "") -> Result:
    return CliRunner().invoke(cli.anubhav, ["-C", str(campaign.root), *words], input=typed, standalone_mode=False)
