"""The command line's manners: sections of help, suggestions, options wherever they were typed, stations by name."""

from __future__ import annotations

from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from anubhav_gforms.campaign import load_campaign
from anubhav_gforms.campaign.lookup import district_meant, station_meant
from anubhav_gforms.cli import GROUPS, VERBS, anubhav, globals_first
from anubhav_gforms.errors import InputError
from anubhav_gforms.language import say
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
NEAR = {
    "BSPTRW": "BSP-TRW",
    "BSP-TWR": "BSP-TRW",
    "Tarwa": "BSP-TRW",
    "तोर्वा": "BSP-TRW",
    "थाना तोरबा": "BSP-TRW",
    "Belgana Police Outpost": "BSP-BGH",
    "बेलगहाना चौकी": "BSP-BGH",
    "कोतवली बिलासपुर": "BSP-KTW",
    "Civl Line Bilaspur": "BSP-CVL",
}
DISTRICTS = {"bsp": "BSP", "ＫＲＢ": "KRB", "Korba": "KRB", "कोरबा": "KRB", "Raigarh": "RGH"}
NEAR_DISTRICTS = {"BPS": "BSP", "Bilaspr": "BSP", "बिलासपूर": "BSP", "Koraba": "KRB", "RGHH": "RGH", "Jangir": "JNC"}
OPTIONS = {
    "pull --ful": "--full",
    "report --weak 2026-W47": "--week",
    "posters --papper A4": "--paper",
    "schedule --instal": "--install",
    "flags --statoin BSP-TRW": "--station",
    "audit --jsno": "--json",
    "watch --evry 5m": "--every",
    "--langauge hi pull": "--language",
    "doctor --liv": "--live",
}
SUBCOMMANDS = {"ledger verfy": "verify", "ledger exprot": "export", "cases lst": "list", "keys bakcup": "backup"}


@pytest.mark.parametrize(("typed", "meant"), [pair for pair in PAIRS if pair[0] not in VERBS])
def test_a_mistyped_command_is_told_which_one_was_meant(typed: str, meant: str) -> None:
    said = CliRunner().invoke(anubhav, [typed])
    assert said.exit_code == 2
    assert f"'{meant}'" in said.output.partition("Did you mean")[2]


@pytest.mark.parametrize(("typed", "meant"), [*OPTIONS.items(), *SUBCOMMANDS.items()])
def test_a_mistyped_option_or_subcommand_too(typed: str, meant: str) -> None:
    said = CliRunner().invoke(anubhav, typed.split())
    assert said.exit_code == 2
    assert f"'{meant}'" in said.output.partition("Did you mean")[2]


def test_there_are_forty_mistakes_and_more_here() -> None:
    typed = [pair[0] for pair in PAIRS if pair[0] not in VERBS]
    assert len({*typed, *OPTIONS, *SUBCOMMANDS, *NEAR, *NEAR_DISTRICTS}) >= 40


@pytest.mark.parametrize(("asked", "code"), DISTRICTS.items())
def test_a_district_is_known_by_its_code_or_its_name(asked: str, code: str) -> None:
    assert district_meant(load_campaign(PROJECT), asked) == code


@pytest.mark.parametrize(("asked", "code"), NEAR_DISTRICTS.items())
def test_of_a_misspelt_district_the_nearest_is_named(asked: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        district_meant(load_campaign(PROJECT), asked)
    assert isinstance(caught.value.cure, Sentence)
    assert str(caught.value.cure).startswith(f"Did you mean {code} ")


def test_of_a_district_that_is_like_none_all_codes_are_named() -> None:
    with pytest.raises(InputError, match="There is no district") as caught:
        district_meant(load_campaign(PROJECT), "XYZ")
    assert "BSP, KRB" in str(caught.value.cure)


@pytest.mark.parametrize(("asked", "code"), NAMED.items())
def test_a_station_is_known_by_its_code_or_its_name(asked: str, code: str) -> None:
    assert station_meant(load_campaign(PROJECT), asked) == code


@pytest.mark.parametrize(("asked", "code"), NEAR.items())
def test_of_a_misspelt_one_the_nearest_are_named(asked: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        station_meant(campaign := load_campaign(PROJECT), asked)
    assert isinstance(caught.value.cure, Sentence)
    assert str(caught.value.cure).startswith(f"Did you mean {code} ")
    assert f"{code} ({campaign.station_by_code[code].name_hi})" in say(caught.value.cure, "hi")


@pytest.mark.parametrize("asked", ["Kotwali", "KTW"])
def test_who_types_a_part_that_several_have_is_shown_those_first(asked: str) -> None:
    """Kota and Kotmi came before every Kotwali, and of KTW that of the first district was left out."""
    with pytest.raises(InputError) as caught:
        station_meant(load_campaign(PROJECT), asked)
    assert str(caught.value.cure).startswith("Did you mean BSP-KTW (City Kotwali Bilaspur), KRB-KTW ")


@pytest.mark.parametrize("asked", ["Kotvali", "कोतवली"])
def test_one_misspelt_word_of_a_long_name_is_enough(asked: str) -> None:
    with pytest.raises(InputError) as caught:
        station_meant(load_campaign(PROJECT), asked)
    assert "Kotwali" in str(caught.value.cure)


@pytest.mark.parametrize("asked", ["bsp", "BSP", "बिलासपुर"])
def test_of_a_district_in_place_of_a_station_some_of_its_stations_are_named(asked: str) -> None:
    with pytest.raises(InputError) as caught:
        station_meant(load_campaign(PROJECT), asked)
    assert str(caught.value.cure).startswith("This is a district. Name a station of it: BSP-")


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
        ("-C demo --language hi today -q", "-C demo --language hi -q today"),  # a folder that is called as a command is
        ("-C demo", "-C demo"),
        ("explain BSP-KTW --language hi", "explain BSP-KTW --language hi"),  # its own option
        ("quarantine assign x --why -- -q", "quarantine assign x --why -- -q"),
        ("--version", "--version"),
        ("", ""),
    ],
)
def test_options_of_anubhav_may_stand_anywhere(typed: str, read: str) -> None:
    assert globals_first(typed.split()) == read.split()
