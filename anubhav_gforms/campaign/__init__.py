"""What the office wrote: config files and stations.csv → frozen values."""

from .form import FormConfig, Question
from .grading import Grading, GradingConfig
from .kinds import StationKind
from .load import load_campaign
from .office import OfficeConfig
from .poster import PosterConfig
from .question_types import QuestionType
from .roles import Role, Words
from .values import STATUSES, Campaign, District, Region, RegionLevel, Station, Status

__all__ = [
    "STATUSES", "Campaign", "District", "FormConfig", "Grading", "GradingConfig", "OfficeConfig", "PosterConfig",
    "Question", "QuestionType", "Region", "RegionLevel", "Role", "Station", "StationKind", "Status", "Words",
    "load_campaign",
]  # fmt: skip
