"""What is printed with --json by commands that are typed when somebody asks: models as in json_outputs.py."""

from __future__ import annotations

from datetime import date, datetime

from pydantic import BaseModel, ConfigDict


class Output(BaseModel):
    """A part of an output. Nothing else stands in it."""

    model_config = ConfigDict(extra="forbid")


class LineOfPlan(Output):
    what: str
    before: str
    after: str


class StepOfPlan(Output):
    action: str
    title: str
    lines: list[LineOfPlan]


class RefusedStep(Output):
    """Why printed posters would die; `text` is the same with the names of their stations."""

    reason: str
    posters: int
    stations: list[str]
    text: str


class SetupOutput(Output):
    nothing_to_do: bool
    steps: list[StepOfPlan]
    edited_by_hand: list[LineOfPlan]
    notes: list[str]
    refused: list[RefusedStep]
    applied: list[str]
    problems: list[str]
    left: list[str]
    form_id: str
    responder_uri: str
    spreadsheet_id: str
    tab_id: int | None
    linked: bool
    links: str


class MatchRow(Output):
    """`number` counts the form's items from 1; 0: none asks it."""

    key: str
    number: int
    certainty: str
    title: str


class AdoptionOutput(Output):
    """Of setup-forms --adopt."""

    form_id: str
    matches: list[MatchRow]
    unassigned: list[str]
    differences: list[str]


class EffectOutput(Output):
    """Points beyond what others changed, with the 90% interval; null while it is too early to say."""

    word: str
    points: float | None
    low: float | None
    high: float | None
    weeks: int
    before: int
    after: int
    controls: int


class ActionRow(Output):
    station: str
    theme: str
    done: str
    date: date
    effect: EffectOutput | None


class PraiseRow(Output):
    """`known`: whether it names somebody of staff.csv; `changed`: whether it was changed since an officer judged it."""

    answer: str
    day: date
    station: str
    known: bool
    changed: bool


class LetterRow(Output):
    drafted: date
    given: date | None


class PraisedRow(Output):
    """`redraft`: how many days of the letter that was drafted and is not given no longer count; `lapsed`: responses that praised them and were
    changed, deleted or found not genuine since an officer read them."""

    number: int
    station: str
    name: str
    days: list[date]
    letters: list[LetterRow]
    redraft: int
    lapsed: list[str]


class PraiseOutput(Output):
    waiting: list[PraiseRow]
    praised: list[PraisedRow]


class BenchRow(Output):
    """`before` is what counts, `after` what the sheet says; neither holds a personal column."""

    response_id: str
    kind: str
    station: str
    submitted_at: datetime
    counts: bool
    what: list[str]
    before: dict[str, str]
    after: dict[str, str]


class LookRow(Output):
    answer: str
    who: str
    at: datetime
    personal: bool


class AnswerOutput(Output):
    """A citizen's words: do not pass them on. `personal` is empty without --personal."""

    id: str
    station: str
    submitted_at: datetime
    channel: str
    code_status: str
    versions: int
    gone: bool
    counts: bool
    answers: dict[str, str]
    personal: dict[str, str]
    cases: list[int]
    looks: list[LookRow]


class RuleRow(Output):
    """undeserved_*: the chance that the truth lies on the other side of the limit; null where the station is not hit."""

    code: str
    n: int
    measured: float
    notice: bool
    reward: bool
    undeserved_notice: float | None
    undeserved_reward: float | None


class RuleCheckOutput(Output):
    """planned_*: of a rule on scores, what it would hit at such numbers of responses."""

    week: str
    own: float
    stations: int
    too_few: int
    notices: int
    rewards: int
    undeserved_notices: float
    undeserved_rewards: float
    planned_notices: float = 0.0
    planned_undeserved_notices: float = 0.0
    planned_rewards: float = 0.0
    planned_undeserved_rewards: float = 0.0
    by_station: list[RuleRow]


class BandsOutput(Output):
    names: list[str]
    edges: list[float]
    stations: list[int]
    wrong: float
    sure: float
    width_in_sd: float


class CalibrateOutput(Output):
    """`power`: responses after which a station so many points from its kind is named with a chance of .8; null: never."""

    week: str
    stations: int
    mean: float
    sd: float
    today: BandsOutput
    proposals: list[BandsOutput]
    best: BandsOutput | None
    power: dict[int, int | None]
