"""A cube that was forged never passes: each byte flipped, counts raised, districts left out, lent or signed by another office."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from anubhav_gforms.campaign import Campaign
from anubhav_gforms.errors import InputError, StateError
from anubhav_gforms.grading import Cube, Shape, make_cube
from anubhav_gforms.grading.cube.exchange import CubeFile, Origin, merge_files, of_district, read_cube, write_cube
from anubhav_gforms.grading.cube.seal import KEY_FILE, load_key, make_key, public_of, refuse_unsealed, seal_cube

from .world import responses

OFFICES = {code: Ed25519PrivateKey.from_private_bytes(bytes([number]) * 32) for number, code in enumerate(("BSP", "KRB", "RGH"))}  # fmt: skip
KEYS = {code: public_of(key) for code, key in OFFICES.items()}


@pytest.fixture(scope="module")
def cube(bilaspur: Campaign) -> Cube:
    return make_cube(responses(bilaspur, weeks=3, a_week=2, seed=3), Shape.of(bilaspur))


def origin(*districts: str) -> Origin:
    return Origin("bilaspur", districts, ("2026-11-02", "2026-11-22"), "0" * 64, "test", lots=True)


@pytest.fixture(scope="module")
def merged(cube: Cube, tmp_path_factory: pytest.TempPathFactory) -> CubeFile:
    """The cubes of three offices, each signed, sent and merged."""
    folder = tmp_path_factory.mktemp("cubes")
    for code, key in OFFICES.items():
        write_cube(seal_cube(CubeFile.of(of_district(cube, code), [origin(code)]), key), folder / code)
    write_cube(merge_files([folder / code for code in OFFICES]), folder / "merged")
    return read_cube(folder / "merged")


def refused(file: CubeFile, tmp_path: Path, *, says: str, keys: dict[str, str] = KEYS) -> None:
    """Written with this program, so that every digest fits, it is refused all the same."""
    path = tmp_path / "forged.cube"
    write_cube(file, path)
    with pytest.raises(InputError, match=says):
        refuse_unsealed(read_cube(path), keys, path)


def test_what_districts_signed_is_believed_after_it_was_merged(merged: CubeFile) -> None:
    assert merged.districts == set(OFFICES)
    refuse_unsealed(merged, KEYS, Path("merged.cube"))


def test_one_key_may_stand_for_the_whole_range(cube: Cube, bilaspur: Campaign) -> None:
    every = tuple(each.code for each in bilaspur.districts)
    file = seal_cube(CubeFile.of(cube, [origin(*every)]), OFFICES["BSP"])
    refuse_unsealed(file, {"range": KEYS["BSP"]}, Path("range.cube"))
    with pytest.raises(InputError, match="no key of"):
        refuse_unsealed(file, {"BSP": KEYS["BSP"]}, Path("range.cube"))


def test_no_byte_of_a_cube_can_be_flipped(cube: Cube, tmp_path: Path) -> None:
    """Each of the fourteen thousand, a bit of each."""
    path = tmp_path / "sent.cube"
    few = of_district(cube.with_cells(cube.cells.iloc[::40]), "KRB")
    write_cube(seal_cube(CubeFile.of(few, [origin("KRB")]), OFFICES["KRB"]), path)
    whole, passed = path.read_bytes(), []
    with path.open("r+b", buffering=0) as file:
        for place, byte in enumerate(whole):
            file.seek(place)
            file.write(bytes([byte ^ 1 << place % 8]))
            try:
                read_cube(path)
                passed.append(place)
            except InputError:
                pass
            file.seek(place)
            file.write(bytes([byte]))
    assert path.read_bytes() == whole
    read_cube(path)
    assert not passed


def test_points_that_were_raised_never_pass(merged: CubeFile, tmp_path: Path) -> None:
    cells = merged.cube.cells.copy()
    cells["y"] = cells["y"] + 1
    forged = CubeFile.of(merged.cube.with_cells(cells), merged.origins, merged.seals)
    refused(forged, tmp_path, says="BSP was changed, or signed by another office; KRB was changed")


def test_a_district_that_was_left_out_is_named_or_refused(merged: CubeFile, tmp_path: Path) -> None:
    less = of_district(merged.cube, "KRB", "RGH")
    refused(CubeFile.of(less, merged.origins, merged.seals), tmp_path, says="BSP was changed")
    refused(
        CubeFile.of(merged.cube, merged.origins[1:], merged.seals[1:]),
        tmp_path,
        says="it holds counts of BSP, which no",
    )
    honest = CubeFile.of(less, merged.origins[1:], merged.seals[1:])
    refuse_unsealed(honest, KEYS, tmp_path)
    assert "BSP" not in honest.districts, "a report says that it was not delivered"


def test_another_offices_signature_is_none(merged: CubeFile, cube: Cube, tmp_path: Path) -> None:
    swapped = CubeFile.of(merged.cube, merged.origins, merged.seals[::-1])
    refused(swapped, tmp_path, says="BSP was changed, or signed by another office")
    refused(replace(merged, seals=("", *merged.seals[1:])), tmp_path, says="BSP is not signed")
    both = CubeFile.of(of_district(cube, "BSP", "KRB"), [origin("BSP", "KRB")])
    refused(both, tmp_path, says="BSP, KRB are not signed")
    refused(replace(merged, seals=("00", *merged.seals[1:])), tmp_path, says="BSP was changed")
    refused(merged, tmp_path, says="no key of KRB is known", keys={"BSP": KEYS["BSP"], "RGH": KEYS["RGH"]})
    lent = seal_cube(CubeFile.of(of_district(cube, "BSP", "KRB"), [origin("BSP")]), OFFICES["BSP"])
    refused(lent, tmp_path, says="it holds counts of KRB")
    later = (replace(merged.origins[0], days=("2026-11-02", "2026-11-29")), *merged.origins[1:])
    refused(CubeFile.of(merged.cube, later, merged.seals), tmp_path, says="BSP was changed")


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "user"
    assert load_key(folder) is None
    public = make_key(folder)
    assert make_key(folder) == public
    assert (folder / KEY_FILE).stat().st_mode & 0o077 == 0
    (folder / KEY_FILE).write_text("no key")
    with pytest.raises(StateError, match="is not a key"):
        make_key(folder)
