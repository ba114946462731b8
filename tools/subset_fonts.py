"""Make the fonts under anubhav_gforms/paper/fonts again from the published families.

    python -m venv fonts-venv
    fonts-venv/bin/pip install fonttools==4.68.0 fontpkg-mukta==2.538 fontpkg-baloo-2==1.700
    fonts-venv/bin/python tools/subset_fonts.py

Keeps Latin, Devanagari and the signs that posters use, with every layout feature, without hints. Baloo 2 is a variable
font: its heaviest weight is cut out under a name of its own. The result is the same bytes on every machine.
"""

from __future__ import annotations

import os
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from fontTools.subset import Options, Subsetter, load_font, save_font
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[1] / "anubhav_gforms" / "paper" / "fonts"
WEIGHTS = ("Regular", "Medium", "SemiBold", "Bold", "ExtraBold")
RANGES = (
    (0x0020, 0x007E),
    (0x00A0, 0x00FF),
    (0x0900, 0x097F),
    (0x1CD0, 0x1CFF),
    (0xA8E0, 0xA8FF),
    (0x200C, 0x200D),
    (0x2010, 0x2026),
    (0x20B9, 0x20B9),
    (0x25CC, 0x25CC),
)

os.environ["SOURCE_DATE_EPOCH"] = "0"


def package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{name} is not installed; see the first lines of this file")
    return Path(spec.origin).parent


def subset(font: TTFont, target: Path) -> None:
    options = Options()
    options.hinting = False
    options.layout_features = ["*"]
    options.notdef_outline = True
    options.name_IDs = ["*"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=[code for first, last in RANGES for code in range(first, last + 1)])
    subsetter.subset(font)
    save_font(font, str(target), options)
    print(f"{target.name}: {target.stat().st_size // 1000} KB")


def main() -> None:
    TARGET.mkdir(parents=True, exist_ok=True)
    mukta, baloo = package("fontpkg_mukta"), package("fontpkg_baloo_2")
    for weight in WEIGHTS:
        subset(load_font(str(mukta / "files" / f"Mukta-{weight}.ttf"), Options()), TARGET / f"Mukta-{weight}.ttf")
    variable = TTFont(baloo / "files" / "Baloo2[wght].ttf", recalcTimestamp=False)
    instance = instantiateVariableFont(variable, {"wght": 800}, updateFontNames=True)
    subset(instance, TARGET / "Baloo2-ExtraBold.ttf")
    for folder, name in ((mukta, "OFL-Mukta.txt"), (baloo, "OFL-Baloo2.txt")):
        shutil.copyfile(folder / "LICENSE", TARGET / name)
    (TARGET / "NOTICE.txt").write_text(
        f"Mukta {version('fontpkg-mukta')} by Ek Type: {', '.join(WEIGHTS)}. Licence: OFL-Mukta.txt\n"
        f"Baloo 2 {version('fontpkg-baloo-2')} by Ek Type: ExtraBold. Licence: OFL-Baloo2.txt\n"
        "Both are subsets without hints, made by tools/subset_fonts.py; nothing else was changed.\n",
        encoding="utf-8",
    )


if __name__ == "__main__":
    main()
