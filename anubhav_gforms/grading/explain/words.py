"""An explanation in plain words, English or Hindi: first what it means, then each step with its formula and numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from .steps import Explanation
from .words_hi import HINDI

English = str


@dataclass(frozen=True)
class Section:
    """A heading, sentences, formula lines with numbers, and rows of a table (the first is its head)."""

    title: str
    sentences: tuple[str, ...]
    formulas: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = ()


STATUS_HI = {
    "Trial period": "परीक्षण अवधि",
    "No responses": "कोई उत्तर नहीं",
    "Not enough responses": "पर्याप्त उत्तर नहीं",
    "Provisional": "अस्थायी",
    "Firm": "पक्का",
}


def two(value: float | None) -> str:
    """Points for a reader: two decimals."""
    return "–" if value is None else f"{value:.2f}"


def percent(share: float | None) -> str:
    """A probability for a reader; never 0 or 100 when it is not quite."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 < share < 1:
        return "> 99 %"
    return f"{share:.0%}".replace("%", " %")


def sections(one: Explanation, language: str = "en") -> tuple[Section, ...]:
    """The explanation as sections, in the order in which an officer would ask."""
    say: Callable[..., str] = _english if language == "en" else _hindi
    parts = [_meaning(one, say), _counted(one, say)]
    if one.shown:
        parts += [
            _ratings(one, say, language),
            _purposes(one, say, language),
            _pooled(one, say),
            _shrunk(one, say),
            _letter(one, say),
        ]
        parts.append(_besides(one, say))
    return (*parts, _sources(one, say))


def spoken(text: str, language: str) -> str:
    """The half of a title "हिन्दी / English" that the reader reads."""
    hindi, _, english = text.partition(" / ")
    return (hindi if language == "hi" else english) or text


def text(one: Explanation, language: str = "en") -> str:
    """The explanation as plain text, 100 columns wide."""
    lines = [headline(one, language), ""]
    for number, section in enumerate(sections(one, language)):
        lines.append(section.title if number == 0 else f"{number}. {section.title}")
        lines += [f"   {sentence}" for sentence in section.sentences]
        lines += [f"      {formula}" for formula in section.formulas]
        if section.table:
            width = [max(len(row[column]) for row in section.table) for column in range(len(section.table[0]))]
            for row in section.table:
                cells = [
                    cell.ljust(size) if index == 0 else cell.rjust(size)
                    for index, (cell, size) in enumerate(zip(row, width, strict=True))
                ]
                lines.append("      " + "  ".join(cells).rstrip())
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def headline(one: Explanation, language: str) -> str:
    """Name, week, letter and status in a line."""
    hindi = language == "hi"
    name, status = (one.name_hi, STATUS_HI[one.status]) if hindi else (one.name_en, one.status)
    first, last = (f"{date.fromisoformat(day):%d.%m.%Y}" for day in (one.first_day, one.last_day))
    week = f"सप्ताह {one.week} ({first} से {last})" if hindi else f"week {one.week} ({first} to {last})"
    grade = f": {one.letter}, {status}" if one.letter else f": {status}"
    return f"{name} ({one.code}), {week}{grade}"


def _english(sentence: English, **values: object) -> str:
    return sentence.format(**values)


def _hindi(sentence: English, **values: object) -> str:
    return HINDI[sentence].format(**values)


def _meaning(one: Explanation, say: Callable[..., str]) -> Section:
    lines = [
        say(
            "{responses} answers of visitors count, from {tried} weeks.", responses=one.responses, tried=one.weeks_tried
        )
    ]
    if one.status == "Trial period":
        if one.raw_mean is not None:
            lines.append(
                say(
                    "Their plain average is {raw} of 100; the true value lies between {low} and {high} with {sure} certainty.",
                    raw=two(one.raw_mean),
                    low=two(one.low),
                    high=two(one.high),
                    sure=percent(one.interval),
                )
            )
        lines.append(say("Letters are given from {day} on, once the range has 13 weeks of answers; until then only counts and the interval are shown.",
                         day=f"{date.fromisoformat(one.letters_from):%d.%m.%Y}"))  # fmt: skip
    elif one.status in ("No responses", "Not enough responses"):
        lines.append(
            say(
                "At least {least} are needed for a score. With fewer, chance would decide. So there is no score and no letter, good or bad.",
                least=one.min_responses,
            )
        )
        if one.previous:
            lines.append(say("Its earlier letter, {letter}, is remembered and not shown.", letter=one.previous))
    else:
        lines.append(say("The score is {score} of 100. Its true value lies between {low} and {high} with {sure} certainty.",
                         score=two(one.score), low=two(one.low), high=two(one.high), sure=percent(one.interval)))  # fmt: skip
        lines.append(_why_letter(one, say))
        if one.status == "Provisional":
            lines.append(
                say(
                    "The grade is provisional: there are too few answers, or too little difference between stations, to be firm about it."
                )
            )
    return Section(say("What it means"), tuple(lines))


def _why_letter(one: Explanation, say: Callable[..., str]) -> str:
    lower, upper = _edges(one, one.uncapped)
    if one.capped:
        return say("The score would earn {uncapped}. Because visitors report that money was asked, the letter is held at {letter} until that has been looked into.",
                   uncapped=one.uncapped, letter=one.letter)  # fmt: skip
    if not one.previous:
        return say(
            "That is a {letter} ({lower} to {upper}). It is the first letter of this station.",
            letter=one.letter,
            lower=lower,
            upper=upper,
        )
    if one.uncapped == one.previous == one.band_letter:
        return say(
            "That is a {letter} ({lower} to {upper}), as the week before.", letter=one.letter, lower=lower, upper=upper
        )
    better = list(one.bands).index(one.band_letter) < list(one.bands).index(one.previous)
    sure = percent(one.sure_up if better else one.sure_down)
    if one.uncapped == one.previous:
        return say("The score itself lies in {band}, but the letter stays {letter}: it changes only when we are {needed} sure that the truth lies there, and now we are {sure} sure.",
                   band=one.band_letter, letter=one.letter, needed=percent(one.hysteresis), sure=sure)  # fmt: skip
    return say("The letter changed from {previous} to {letter} ({lower} to {upper}): we are {sure} sure that the truth lies beyond {previous}, and {needed} is needed.",
               previous=one.previous, letter=one.letter, lower=lower, upper=upper, sure=sure, needed=percent(one.hysteresis))  # fmt: skip


def _edges(one: Explanation, letter: str) -> tuple[str, str]:
    names, edges = list(one.bands), list(one.bands.values())
    place = names.index(letter)
    return f"{edges[place]:g}", "100" if place == 0 else f"{edges[place - 1]:g}"


REASONS = {
    "code not accepted": "not sent through a code that we signed",
    "another channel": "given another way than by the poster",
    "did not visit": "from people who say they did not come here",
    "fewer than half of the ratings": "with fewer than half of the ratings",
    "older wording of the questions": "given under an older wording",
    "station closed or not in the list": "for a station that is not in the list",
}


def _counted(one: Explanation, say: Callable[..., str]) -> Section:
    lines = [
        say(
            "The last {weeks} weeks count. When they hold fewer than {until} answers, older weeks are added one by one, up to half a year.",
            weeks=one.window_weeks,
            until=one.until_responses,
        ),
        say(
            "Here {tried} weeks count, and in {held} of them somebody answered.",
            tried=one.weeks_tried,
            held=len(one.weeks),
        ),
    ]
    if one.n < one.responses - 1e-9:
        lines.append(
            say(
                "Many answers on one day count for less (the day cap): {responses} answers weigh as much as {n}.",
                responses=one.responses,
                n=f"{one.n:.2f}",
            )
        )
    if one.set_aside:
        lines.append(
            say(
                "{rows} answers of an unusual day are set aside until a person has looked. With them the score would be {score}.",
                rows=one.set_aside,
                score=two(one.score_with_set_aside),
            )
        )
    for reason, rows in one.left_out.items():
        lines.append(say("Not counted: {rows} {why}.", rows=rows, why=say(REASONS.get(reason, reason))))
    return Section(say("Which answers count"), tuple(lines))


def _ratings(one: Explanation, say: Callable[..., str], language: str) -> Section:
    table = [(say("question"), say("mean points"), say("weight"))]
    table += [
        (spoken(one.titles[key], language), two(mean), percent(one.item_weights[key]))
        for key, mean in one.items.items()
    ]
    return Section(
        say("From ratings to points"),
        (
            say("A rating of 1 is 0 points, 2 is 25, 3 is 50, 4 is 75 and 5 is 100. The ratings of an answer are averaged by their weights."),
            say("A rating left blank neither helps nor hurts: the others take its place, measured against the range's mean of each."),
            say("The plain average of all answers that count is {raw}.", raw=two(one.raw_mean)),
        ),
        table=tuple(table),
    )  # fmt: skip


def _purposes(one: Explanation, say: Callable[..., str], language: str) -> Section:
    mix = one.case_mix or 0.0
    if abs(mix) < 0.005:
        verdict = say("This station's visitors come for much the same purposes as elsewhere: nothing to adjust.")
    elif mix > 0:
        verdict = say(
            "More of this station's visitors come for matters in which people everywhere are less content. So {points} points are added.",
            points=two(mix),
        )
    else:
        verdict = say(
            "More of this station's visitors come for matters in which people everywhere are more content. So {points} points are taken off.",
            points=two(-mix),
        )
    table = [(say("purpose"), say("here"), say("range"), say("effect"))]
    table += [
        (
            spoken(purpose.purpose, language) or say("not said"),
            percent(purpose.share),
            percent(purpose.range_share),
            f"{purpose.shift:+.2f}",
        )
        for purpose in one.purposes
    ]
    return Section(
        say("What people came for"),
        (verdict, say("Adjusted score of an answer = its points − effect of its purpose. The effects are measured inside stations, so a good station does not change them.")),
        (f"−Σ {say('share')} × {say('effect')} = {mix:+.2f}",),
        tuple(table),
    )  # fmt: skip


def _pooled(one: Explanation, say: Callable[..., str]) -> Section:
    table = [(say("week"), say("answers"), say("mean"), say("unsure (variance)"))]
    table += [(name, f"{n:.2f}", two(mean), two(v)) for name, n, mean, v in weeks_shown(one, say)]
    return Section(
        say("One number for the station"),
        (
            say(
                "Each week has a mean of adjusted scores (which may pass 100 or fall below 0), and a variance that says how unsure it is. A week with more answers counts more."
            ),
            say("Weeks with one or two answers are shown together, so that nobody is recognised by an answer."),
        ),
        (
            f"v = s²/n + s²w,  s² = {two(one.s2)},  s²w = {two(one.sw2)}",
            f"ȳ = Σ(mean/v) / Σ(1/v) = {two(one.ybar)},   V = 1/Σ(1/v) = {two(one.v)}",
        ),
        tuple(table),
    )


FEW = 3
"""Weeks with fewer answers than this are shown together."""


def weeks_shown(one: Explanation, say: Callable[..., str]) -> list[tuple[str, float, float, float]]:
    """(week, n, mean, variance) rows that give the same pooled mean and variance as all weeks do."""
    few = [week for week in one.weeks if week.n < FEW]
    rows = [(week.week, week.n, week.mean, week.v) for week in one.weeks if week.n >= FEW]
    if few:
        v = 1 / sum(1 / week.v for week in few)
        mean = v * sum(week.mean / week.v for week in few)
        rows.append((say("{count} weeks with 1 or 2", count=len(few)), sum(week.n for week in few), mean, v))
    return rows


def _shrunk(one: Explanation, say: Callable[..., str]) -> Section:
    if not one.shrunk:
        return Section(
            say("Few answers, more caution"),
            (say("There are only {count} stations of this kind with answers, too few to say how such stations usually are. So the score is the mean itself.", count=one.kind_stations), _reliable(one, say)),
            (f"score = ȳ = {two(one.score)},   sd = √V = {two(one.sd)}", f"R = τ²/(τ² + V) = {one.tau2:.2f}/({one.tau2:.2f} + {two(one.v)}) = {(one.reliability or 0):.3f}", *_interval(one)),
        )  # fmt: skip
    return Section(
        say("Few answers, more caution"),
        (
            say("The {count} stations of this kind average {mu}. With few answers a station's mean says little, so the score lies between the two: {share} of the way from the average of such stations to its own mean.",
                count=one.kind_stations, mu=two(one.mu), share=percent(one.reliability)),
            _reliable(one, say),
        ),
        (
            f"R = τ²/(τ² + V) = {one.tau2:.2f}/({one.tau2:.2f} + {two(one.v)}) = {(one.reliability or 0):.3f}",
            f"score = μ + R (ȳ − μ) = {two(one.mu)} + {(one.reliability or 0):.3f} × ({two(one.ybar)} − {two(one.mu)}) = {two(one.score)}",
            f"sd = √(R V + (1−R)² var(μ)) = {two(one.sd)}",
            *_interval(one),
        ),
    )  # fmt: skip


def _reliable(one: Explanation, say: Callable[..., str]) -> str:
    return say(
        "R, the reliability, is the share of the differences between stations that is real and not luck; below {least} a grade is provisional.",
        least=f"{one.provisional_below:.2f}",
    )


def _interval(one: Explanation) -> tuple[str, ...]:
    return (f"{two(one.score)} ± {one.z} × {two(one.sd)} → {two(one.low)} – {two(one.high)}",)


def _letter(one: Explanation, say: Callable[..., str]) -> Section:
    names = list(one.bands)
    lines = [
        say(
            "Letters begin at these scores: {bands}.",
            bands=", ".join(f"{name} {edge:g}" for name, edge in one.bands.items()),
        )
    ]
    if one.previous:
        lines.append(
            say(
                "A letter changes only when we are at least {needed} sure that the truth lies beyond it. So luck does not move letters up and down.",
                needed=percent(one.hysteresis),
            )
        )
        for sure, sentence in (
            (one.sure_up, "How sure we are that the truth lies above {letter}: {sure}."),
            (one.sure_down, "How sure we are that the truth lies below {letter}: {sure}."),
        ):
            if sure is not None:
                lines.append(say(sentence, letter=one.previous, sure=percent(sure)))
    kept = names.index(one.uncapped)
    if one.up_from is not None and one.up_from <= 100:
        lines.append(
            say(
                "With as many answers as now it would become {letter} or better from a score of {score} on.",
                letter=names[kept - 1],
                score=two(one.up_from),
            )
        )
    if one.down_from is not None and one.down_from >= 0:
        lines.append(
            say(
                "It would become {letter} or worse from a score of {score} down.",
                letter=names[kept + 1],
                score=two(one.down_from),
            )
        )
    chances = ", ".join(
        f"{letter} {percent(chance)}" for letter, chance in one.probabilities.items() if chance >= 0.005
    )
    lines.append(say("How probable each letter is: {chances}.", chances=chances))
    return Section(say("The letter"), tuple(lines))


ARROWS = {
    "better": "Compared with the twelve weeks before, the last four weeks are better by {points} points.",
    "worse": "Compared with the twelve weeks before, the last four weeks are worse by {points} points.",
    "no clear change": "Between the last four weeks and the twelve before there is no clear change.",
    "too few responses": "There are too few answers to say whether it is getting better or worse.",
}


def _besides(one: Explanation, say: Callable[..., str]) -> Section:
    lines = [
        say(
            ARROWS[one.arrow], **({"points": f"{abs(one.change or 0):.1f}"} if one.arrow in ("better", "worse") else {})
        )
    ]
    if one.alarm:
        lines.append(
            say("The warning chart shows a fall since the quarter's start; a person should look for the cause.")
        )
    told = one.money_yes + one.money_no
    lines.append(
        say(
            "Was money asked? {yes} of {told} who answered said yes; {unsaid} did not want to say. This is never part of the score.",
            yes=one.money_yes,
            told=told,
            unsaid=one.money_unsaid,
        )
    )
    if one.money_flag:
        lines.append(
            say(
                "That is a flag: the rate is above {reference} with {sure} certainty.",
                reference=percent(one.money_reference),
                sure=percent(one.money_probability),
            )
        )
    return Section(say("Besides the score"), tuple(lines))


def _sources(one: Explanation, say: Callable[..., str]) -> Section:
    return Section(
        say("What this rests on"),
        (
            say("People choose whether to answer. The score describes those who did. Small differences mean nothing."),
            say("Constants {name}, from the answers of {first} to {last}; the same for every station, frozen for the quarter.",
                name=one.constants, first=f"{date.fromisoformat(one.baseline_first):%d.%m.%Y}", last=f"{date.fromisoformat(one.baseline_last):%d.%m.%Y}"),
            say("Whoever disagrees may write to the IG office within 14 days. Every number can be computed again from the ledger."),
        ),
        (f"constants {one.constants_sha256[:16]}  config {one.config_sha256[:16]}  anubhav {one.code_version}",),
    )  # fmt: skip
