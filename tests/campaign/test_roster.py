"""stations.csv: what Excel saves is read, and every mistake has its line."""

from __future__ import annotations

import csv
import unicodedata
from codecs import BOM_UTF8
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anubhav_gforms.campaign import StationKind, Status
from anubhav_gforms.campaign.roster import read_stations
from anubhav_gforms.errors import Mistake

HEADER = "code,name_en,name_hi,district,kind\n"
ROW = "BSP-KTW,City Kotwali,सिटी कोतवाली,BSP,thana\n"


@pytest.mark.parametrize(
    "encode",
    [
        lambda text: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode(),
        lambda text: b"\xef\xbb\xbf" * 2 + text.encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode("utf-16"),
        lambda text: "".join(line + ",,,\n" for line in text.splitlines()).encode(),
        lambda text: (text + "\n\n,,,,,,,,\n").encode(),
        lambda text: unicodedata.normalize("NFD", text).encode(),
        lambda text: text.replace("City", " City  ").encode(),
        lambda text: text.replace(",confirmed", ",Confirmed").replace(",thana,", ",Thana,").encode(),
        lambda text: text.replace("22.0873", "２２.०８७３").encode(),  # as a phone types them
    ],
    ids=[
        "bom-crlf",
        "two-boms",
        "semicolons",
        "unicode-text",
        "blank-columns",
        "blank-rows",
        "nfd",
        "spaces",
        "capitals",
        "digits",
    ],
)
def test_what_excel_saves_is_the_same_roster(folder, load, encode):
    wanted = load().stations
    path = folder / "stations.csv"
    path.write_bytes(encode(path.read_text(encoding="utf-8")))
    assert load().stations == wanted


def test_one_station_is_a_roster(tmp_path: Path):
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(HEADER + ROW, encoding="utf-8")
    (station,) = read_stations(path, {"BSP"}, mistakes)
    assert not mistakes
    assert (station.code, station.kind, station.status, station.line) == (
        "BSP-KTW",
        StationKind.THANA,
        Status.TO_CONFIRM,
        2,
    )
    assert station.copies == 1


def test_placements_ask_for_as_many_copies(tmp_path: Path):
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(
        HEADER.strip() + ",copies,placements\n" + ROW.strip() + ",2,gate | hall | women's desk\n", encoding="utf-8"
    )
    (station,) = read_stations(path, {"BSP"}, mistakes)
    assert station.placements == ("gate", "hall", "women's desk")
    assert station.copies == 3


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ("BSP-KTW,City", "BSP-CVL,City", 5, "code BSP-CVL is listed twice (first in line 4)"),
        ("BSP-KTW,City", "bsp-ktw,City", 4, '"bsp-ktw"'),
        (
            "Civil Line Police Station Bilaspur",
            "City kotwali Bilaspur",
            5,
            "name_en City kotwali Bilaspur is listed twice (first in line 4). Add the place to the name.",
        ),
        (
            "22.0873,82.1537,confirmed\n",
            "22.0873,82.1537,closed\nKRB-KTX,City Kotwali Bilaspur,सिटी कोतवाली बिलासपुर,KRB,thana\n",
            5,
            "Bilaspur is listed twice (first in line 4). One of them is closed: write Old and पूर्व before its names",
        ),
        (
            "थाना सिविल लाइन बिलासपुर",
            "सिटी कोतवाली बिलास\u200dपुर",
            5,
            "बिलास\u200dपुर is listed twice (first in line 4)",
        ),
        (
            "22.0873,82.1537,confirmed\n",
            "22.0873,82.1537,confirmed\nBSP-CVL,,,BSP,jail\n",
            6,
            "code BSP-CVL is listed twice (first in line 5)",
        ),
        (
            "BSP-KTW,City",
            "KRB-KTX,City",
            4,
            "does not begin with its district BSP. A place that moved to another district gets a new line",
        ),
        (
            ",BSP,thana,,22.0873",
            ",BLP,thana,,22.0873",
            4,
            'district "BLP" is not in config/office.toml. Write one of BSP, GPM, JNC, KRB, MGL, RGH, SBG, SKT, or add it there under [districts].',
        ),
        ("सिटी कोतवाली बिलासपुर", "???? ????", 4, 'earlier copy, and in Excel save it as "CSV UTF-8'),
        ("सिटी कोतवाली बिलासपुर", "à¤¸à¤¿à¤Ÿà¥€", 4, 'earlier copy, and in Excel save it as "CSV UTF-8'),
        ("City Kotwali Bilaspur", "#NAME?", 4, 'name_en "#NAME?" is a formula, or what Excel makes of one'),
        ("City Kotwali Bilaspur", "=City Kotwali", 4, 'name_en "=City Kotwali" is a formula'),
        ("City Kotwali Bilaspur", "सिटी कोतवाली", 4, "has no Latin letter. Write the name in English."),
        ("सिटी कोतवाली बिलासपुर,BSP,thana", "सिटी कोतवाली बिलासपुर,BSP,station", 4, 'kind "station" is not known'),
        ("22.0873,82.1537", "2208.73,82.1537", 4, 'lat "2208.73" is not a number from 6 to 38'),
        ("22.0873,82.1537", ",82.1537", 4, "has only one of lat and lon"),
        (",thana,,22.0873", ",thana,BSP-CVL,22.0873", 4, "only a chowki has a parent"),
        ("City Kotwali Bilaspur,", "City Kotwali, Bilaspur,", 4, "A name with a comma needs quotes"),
        ("City Kotwali Bilaspur,", "City Kotwali " + "B" * 200 + ",", 4, "are the most"),
        ("22.0873,82.1537,confirmed", "22.0873,82.1537,maybe", 4, 'status "maybe" is not known'),
        ("22.0873,82.1537", "here,82.1537", 4, 'lat "here" is not a number'),
        (
            "सिटी कोतवाली बिलासपुर,BSP,thana,",
            "सिटी कोतवाली बिलासपुर,BSP,chowki,BSP-XXX",
            4,
            '"BSP-XXX" of BSP-KTW is not a code',
        ),
        (
            "सिटी कोतवाली बिलासपुर,BSP,thana,",
            "सिटी कोतवाली बिलासपुर,BSP,chowki,BSP-IGO",
            4,
            "BSP-IGO of BSP-KTW is not a thana",
        ),
        ("सिटी कोतवाली बिलासपुर,BSP,thana,", "सिटी कोतवाली बिलासपुर,BSP,chowki,KRB-KTW", 4, "is in another district"),
    ],
)
def test_a_mistake_has_its_line_value_and_cure(spoil, mistakes, old, new, line, says):
    spoil("stations.csv", old, new)
    found = mistakes()
    assert any(text.startswith(f"stations.csv:{line}: ") and says in text for text in found), found


@pytest.mark.parametrize(
    ("cells", "says"),
    [("1.5,", "copies 1.5 is not a whole number"), ("2,gate|gate", "names a place twice"), ("x,", 'copies "x"')],
)
def test_copies_and_placements_make_sense(tmp_path: Path, cells: str, says: str):
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(HEADER.strip() + ",copies,placements\n" + ROW.strip() + f",{cells}\n", encoding="utf-8")
    read_stations(path, {"BSP"}, mistakes)
    assert any(says in str(mistake) for mistake in mistakes), mistakes


def test_all_mistakes_are_listed_at_once(tmp_path: Path):
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(HEADER + "X,,,,\n" + ROW + ROW, encoding="utf-8")
    assert read_stations(path, {"BSP"}, mistakes) == ()
    assert [mistake.line for mistake in mistakes] == [2, 2, 2, 2, 2, 4]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is empty"),
        (b"code;name_en\n", 'column "name_hi" is missing'),
        (b'"code,name_en,name_hi,district,kind"\n', "holds all cells in one column. In Excel mark column A"),
        (HEADER.encode() + b'"BSP-KTW,City,x,BSP,thana",,,,\n', "holds all cells in one column."),
        (b"code,name_en,,name_hi,district,kind\n", "column C has no name. The columns are code"),
        (b"Stations of the range,,,,\n" + HEADER.encode(), "is no header. The first line must be"),
        (HEADER.encode(), "lists no station"),
        (HEADER.encode() + "BSP-KTW,Café".encode("cp1252"), "is not UTF-8"),
        (HEADER.strip().encode() + b",phone\n", 'column "phone" is not known'),
        (HEADER.encode() + b'BSP-KTW,"City', "cannot be read as CSV"),
        (b"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "is a workbook of LibreOffice"),
    ],
)
def test_a_file_that_is_no_roster_says_why(tmp_path: Path, content: bytes, says: str):
    path, mistakes = tmp_path / "stations.csv", []
    path.write_bytes(content)
    assert read_stations(path, {"BSP"}, mistakes) == ()
    assert any(says in mistake.text for mistake in mistakes), mistakes


def test_a_line_that_was_pasted_twice_is_one_mistake(tmp_path: Path):
    """It was three: of its code and of both names."""
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(HEADER + ROW + ROW, encoding="utf-8")
    read_stations(path, {"BSP"}, mistakes)
    (mistake,) = mistakes
    assert mistake.line == 3
    assert mistake.text.startswith("code BSP-KTW is listed twice (first in line 2). Take one")


def test_hindi_that_was_lost_is_one_mistake_a_line(tmp_path: Path):
    """Saved as Windows-1252 or opened as such: it was three a line, and names of as many question marks were "listed twice"."""
    path, mistakes = tmp_path / "stations.csv", []
    hindi = ROW.split(",")[2]
    spoilt = (ROW.replace(hindi, "????"), ROW.replace("KTW,City", "CVL,Old").replace(hindi, "????"))
    mojibake = ROW.replace("KTW,City", "SKR,New").replace(hindi, hindi.encode().decode("latin-1"))
    path.write_text(HEADER + "".join(spoilt) + mojibake, encoding="utf-8")
    read_stations(path, {"BSP"}, mistakes)
    assert [(mistake.line, "its Hindi is lost" in mistake.text) for mistake in mistakes] == [
        (2, True),
        (3, True),
        (4, True),
    ]


def test_the_list_that_ships_opens_in_excel_as_hindi():
    """Without the mark Excel reads UTF-8 as Windows-1252, and saves what it read."""
    assert (Path(__file__).parents[2] / "stations.csv").read_bytes().startswith(BOM_UTF8)


def test_a_quote_that_is_not_closed_is_told_with_the_line_where_it_opens(tmp_path: Path):
    """Excel users looked for it in the last line of the list."""
    path, mistakes = tmp_path / "stations.csv", []
    path.write_text(f'{HEADER}BSP-KTW,"City\nBSP-CVL,Civil\nBSP-SKR,Sakri\n', encoding="utf-8")
    assert read_stations(path, {"BSP"}, mistakes) == ()
    assert [mistake.line for mistake in mistakes] == [2]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(raw=st.binary(max_size=300))
def test_any_bytes_end_in_stations_or_mistakes(tmp_path: Path, raw: bytes):
    path = tmp_path / "stations.csv"
    path.write_bytes(HEADER.encode() + raw)
    mistakes: list[Mistake] = []
    stations = read_stations(path, {"BSP"}, mistakes)
    assert bool(stations) != bool(mistakes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(cells=st.lists(st.text(max_size=12), min_size=5, max_size=11))
def test_any_cells_end_in_a_station_or_a_mistake_on_their_line(tmp_path: Path, cells: list[str]):
    path = tmp_path / "stations.csv"
    with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
        file.write(HEADER)
        csv.writer(file).writerow(cells)
    mistakes: list[Mistake] = []
    read_stations(path, {"BSP"}, mistakes)
    assert all(mistake.file == path for mistake in mistakes)


def test_a_line_with_a_mistake_is_no_missing_parent(tmp_path: Path):
    """One slip in a thana is one mistake, however many outposts it has."""
    path = tmp_path / "stations.csv"
    path.write_text(
        "code,name_en,name_hi,district,kind,parent\n"
        "BSP-AAA,A Police Station,थाना अ,BSP,station,\n"
        "BSP-BBB,B Police Outpost,चौकी ब,BSP,chowki,BSP-AAA\n"
        "BSP-CCC,C Police Outpost,चौकी स,BSP,chowki,BSP-XXX\n",
        "utf-8",
    )
    mistakes: list[Mistake] = []
    read_stations(path, {"BSP"}, mistakes)
    assert [mistake.line for mistake in mistakes] == [2, 4]
