"""What stands where something else stood: two names of the office's lists swapped, a column of stations.csv sorted alone, titles of questions swapped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace

from ..campaign import STATUSES, Campaign, FormConfig
from ..errors import StateError
from ..links.registry import Registry
from ..sentence import Sentence, joined
from ..text import same_title

MIXED_CURE = Sentence(
    "Put each back beside its code. If all are right as they stand now, run: anubhav setup-forms; it names the posters to print again."
)
SHOWN = 5
"""Codes that are named of a column."""

STATION_NAMES, DISTRICT_NAMES = ("name_en", "name_hi"), ("districts.name_en", "districts.name_hi")
SHARED = ("kind", "status", "closed_on", "lat", "lon", "placements", "copies")
"""Columns of stations.csv in which many lines may say the same, and which change a figure, a map, or what a poster asks and says."""

Columns = Mapping[str, Mapping[str, str]]


def with_lists(registry: Registry, campaign: Campaign) -> Registry:
    """The registry that knows what the lists say of every code now; codes that are gone stay known."""
    kept = _kept(registry)
    columns = {column: {**kept.get(column, {}), **said} for column, said in _listed(campaign).items()}
    return replace(registry, stations=columns.pop("name_en"), columns=columns)


def keeps_english_alone(registry: Registry) -> bool:
    """Whether the last setup was that of an older anubhav: then nothing but a change of English names is noticed."""
    return bool(registry.stations) and not registry.columns


def completed(registry: Registry, campaign: Campaign) -> Registry:
    """The registry of an older anubhav with the rest of what the lists say; any other as it is."""
    if not keeps_english_alone(registry):
        return registry
    return replace(with_lists(registry, campaign), stations=registry.stations)


def found_elsewhere(campaign: Campaign, registry: Registry, columns: tuple[str, ...]) -> dict[str, list[str]]:
    """By column the codes of which it says now at another code what it said of them at the last setup.

    A name stands once, so that one is enough, and its own line may be gone: codes that are gone stay known, so that one of which a
    setup agreed to the change is left out, and one that moved is closed under its old code. What many lines share is told when two
    lines, or more, gave and got the same: an outpost that became a station is not told.
    """
    kept, listed = _kept(registry), _listed(campaign)
    closed = {station.code for station in campaign.stations if not STATUSES[station.status].listed}
    elsewhere = {}
    for column in filter(kept.__contains__, columns):
        then, now, shared = kept[column], listed[column], column in SHARED
        changed = [code for code in {**then, **now} if _differ(then.get(code, ""), now.get(code, ""))]
        if shared:
            changed = [code for code in changed if code in then and code in now]
        lost = {code: same_title(then[code]) for code in changed if code in then and (shared or code not in closed)}
        got = Counter(same_title(now[code]) for code in changed if code in now)
        both = Counter(lost.values()) & got
        if both.total() > (1 if shared else 0):
            elsewhere[column] = sorted(code for code, said in lost.items() if said in both)
    return elsewhere


def mixed_lists(campaign: Campaign, registry: Registry) -> Sentence | None:
    """That something stands at other codes than at the last setup, in which column and of which codes; None when nothing does."""
    parts = tuple(say_moved(campaign, registry, STATION_NAMES + DISTRICT_NAMES + SHARED))
    return joined(parts, "; ") if parts else None


def say_moved(campaign: Campaign, registry: Registry, columns: tuple[str, ...]) -> Iterator[Sentence]:
    """A sentence for each of these columns that has something at other codes; none for a column whose codes were all named before."""
    kept, named = _kept(registry), set[str]()
    for column, codes in found_elsewhere(campaign, registry, columns).items():
        if named.issuperset(codes):
            continue
        named.update(codes)
        named_codes = joined((f"{code} ({kept[column][code] or '–'})" for code in codes[:SHOWN]), "; ")
        more = len(codes) - SHOWN
        yield Sentence(
            "{file} gives the {column} of these to other codes than at the last setup, as after a column was sorted alone: {listed}",
            file="config/office.toml" if column in DISTRICT_NAMES else "stations.csv",
            column=column.removeprefix("districts."),
            listed=named_codes if more <= 0 else Sentence("{listed} and {n} more", listed=named_codes, n=more),
        )


def refuse_mixed_lists(campaign: Campaign, registry: Registry) -> None:
    """Raise StateError before something is printed or published that says of one station or district what is true of another."""
    if mixed := mixed_lists(campaign, registry):
        raise StateError("{wrong}. Nothing was made.", cure=MIXED_CURE, wrong=mixed)


def refuse_moved_titles(form: FormConfig, registry: Registry) -> None:
    """Raise StateError where a question has the title under which another one, which is still asked, stands in the sheet: answers to the one
    would be read, and counted, as answers to the other."""
    known = {key: {same_title(title) for title in titles} for key, titles in registry.titles.items()}
    asked = {question.key for question in form.questions}
    moved = [
        Sentence('"{title}" is the title of {key}, not of {other}', title=question.title, key=key, other=question.key)
        for question in form.questions
        for key in sorted(asked.intersection(known))
        if same_title(question.title) in known[key] and same_title(question.title) not in known.get(question.key, ())
    ]
    if moved:
        raise StateError(
            "config/form.toml gives questions the titles of others: {moved}. Nothing was done.",
            cure="Put each title back beside its key. A question that is to ask something else gets a new key and a title of its own.",
            moved=joined(moved, "; "),
        )


def _listed(campaign: Campaign) -> Columns:
    """By column what the lists say of each code."""
    stations = {
        column: {each.code: _text(getattr(each, column)) for each in campaign.stations}
        for column in (*STATION_NAMES, *SHARED)
    }
    districts = {
        column: {each.code: getattr(each, column.removeprefix("districts.")) for each in campaign.districts}
        for column in DISTRICT_NAMES
    }
    return stations | districts


def _text(said: object) -> str:
    if isinstance(said, tuple):
        return " | ".join(said)
    return "" if said is None else str(said)


def _kept(registry: Registry) -> Columns:
    return {"name_en": registry.stations, **registry.columns}


def _differ(before: str, now: str) -> bool:
    return before != now and same_title(before) != same_title(now)
