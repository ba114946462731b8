"""make bench-papers: all stations × all papers × QR versions 7 to 12, each page read back; with arguments only those papers.

Links of versions below 11 carry no name of the station, as these do not hold it. What has no room is refused before anything is
drawn. Exits 1 when a page was drawn and did not pass its proof.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import replace
from functools import cache

from anubhav_gforms.links import main_links, make_links
from anubhav_gforms.posters.design.papers import PAPERS
from anubhav_gforms.posters.design.texts import Poster, posters_of
from anubhav_gforms.posters.printing.batches import proven

from ..codes import ENTRY, RESPONDER, RING, style, the_range

LEVELS = {7: "L", 8: "M", 9: "M", 10: "Q", 11: "Q", 12: "Q"}


@cache
def every(version: int) -> tuple[Poster, ...]:
    """A poster of every station, whose link this version holds."""
    campaign = the_range()
    code = campaign.poster.code.model_copy(
        update={"version": version, "ecc": LEVELS[version], "name": campaign.poster.code.name if version > 10 else 0}
    )
    campaign = replace(campaign, poster=campaign.poster.model_copy(update={"code": code}))
    return posters_of(campaign, main_links(make_links(campaign, responder_uri=RESPONDER, entry=ENTRY, keyring=RING)))


def cell(paper: str, version: int) -> tuple[int, list[str], list[str]]:
    """How many stations print on a paper with this version, and the words of what was refused, and of what failed its proof."""
    _, good, faults = proven(every(version), style(paper, LEVELS[version], version), title="bench")
    refused = [str(fault.sentence) for fault in faults if not fault.page]  # it was never drawn
    return len(good), refused, [str(fault.sentence) for fault in faults if fault.page]


def main() -> int:
    arguments = argparse.ArgumentParser(prog="make bench-papers", description=__doc__)
    arguments.add_argument("paper", nargs="*", help=f"these alone, of {', '.join(PAPERS)}")
    papers, words, missed = arguments.parse_args().paper or list(PAPERS), list[str](), 0
    if unknown := set(papers) - set(PAPERS):
        arguments.error(f"no such paper: {', '.join(sorted(unknown))}")
    print("| paper | " + " | ".join(f"v{version}-{level}" for version, level in LEVELS.items()) + " |")
    print("|---|" + "---|" * len(LEVELS))
    for paper in papers:
        row = []
        for version in LEVELS:
            printed, refused, failed = cell(paper, version)
            missed += len(failed)
            words += (f"{paper} v{version}: {word}" for word in (*refused, *failed))
            row.append(f"{printed}" + (f" ({len(refused)} refused)" if refused else ""))
        print(f"| {paper} | " + " | ".join(row) + " |", flush=True)
    print(*words[:20], sep="\n")
    print(
        f"{'MISSED' if missed else 'met   '} every page that is drawn passes its proof; what has no room is refused in words"
    )
    return int(bool(missed))


if __name__ == "__main__":
    sys.exit(main())
