"""The command line's manners: sections of help, suggestions, options wherever they were typed, stations by name."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.lookup import station_meant
from anubhav_gforms.cli import GROUPS, VERBS, anubhav, globals_first
from anubhav_gforms.errors import InputError
from anubhav_gforms.sentence import Sentence

PROJECT = Path(__file__).parent.parent

MISTYPED = """
pul pull | repport report | posters poster | poster posters | setupforms setup-forms | setup_forms setup-forms
doctr doctor | docter doctor | flag flags | explian explain | explan explain | legder ledger | leger ledger
qurantine quarantine | quarantin quarantine | loging login | purg purge | wach watch | sandbx sandbox | demoo demo
calibrat calibrate | gazzette gazette | gazete gazette | rulecheck rule-check | audt audit | imprt import
actoins actions | shedule schedule | visiters visitors | complete completion
"""
PAIRS = [tuple(pair.split()) for line in MISTYPED.strip().splitlines() for pair in line.split(" | ")]

NAMED = {
    "bsp-trw": "BSP-TRW",
    "ＢＳＰ-TRW": "BSP-TRW",
    "Torwa": "BSP-TRW",
    "torwa police station": "BSP-TRW",
    "थाना तोरवा": "BSP-TRW",
    "तोरवा थाना": "BSP-TRW",
    "Belgahna": "BSP-BGH",
    "चौकी बेलगहना": "BSP-BGH",
}
NEAR = {"BSPTRW": "BSP-TRW", "Tarwa": "BSP-TRW", "तोर्वा": "BSP-TRW", "Belgana Police Outpost": "BSP-BGH"}


@pytest.mark.parametrize(("typed", "meant"), [pair for pair in PAIRS if pair[0] not in VERBS])
def test_a_mistyped_command_is_told_which_one_was_meant(typed: str, meant: str) -> None:
    said = CliRunner().invoke(anubhav, [typed])
    assert said.exit_code == 2
    assert f"'{meant}'" in said.output.partition("Did you mean")[2]


def test_a_mistyped_subcommand_too() -> None:
    assert "'verify'" in CliRunner().invoke(anubhav, ["ledger", "verfy"]).output


@pytest.mark.parametrize(("asked", "code"), NAMED.items())
def test_a_station_is_known_by_its_code_or_its_name(asked: str, code: str) -> None:
    assert station_meant(load_campaign(PROJECT), asked) == code


@pytest.mark.parametrize(("asked", "code"), NEAR.items())
def test_of_a_misspelt_one_the_nearest_are_named(asked: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        station_meant(load_campaign(PROJECT), asked)
    assert isinstance(caught.value.cure, Sentence)
    assert code in str(caught.value.cure)


def test_every_command_has_one_place_in_the_help() -> None:
    placed = [verb for verbs in GROUPS.values() for verb in verbs]
    assert len(placed) == len(set(placed))
    assert set(placed) <= set(VERBS)
    shown = anubhav.get_help(click.Context(anubhav, info_name="anubhav", obj={"language": "en"}))
    assert all(shown.count(f"\n  {verb} ") == 1 for verb in VERBS)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("pull -C demo -q", "-C demo -q pull"),
        ("ledger verify --campaign=demo", "--campaign=demo ledger verify"),
        ("-q pull --language hi --full", "-q --language hi pull --full"),
        ("explain BSP-KTW --language hi", "explain BSP-KTW --language hi"),  # its own option
        ("quarantine assign x --why -- -q", "quarantine assign x --why -- -q"),
        ("--version", "--version"),
        ("", ""),
    ],
)
def test_options_of_anubhav_may_stand_anywhere(typed: str, read: str) -> None:
    assert globals_first(typed.split()) == read.split()
