"""What the office wrote: config files and stations.csv → frozen values."""

from .form import FormConfig, Question
from .grading import Grading, GradingConfig
from .load import load_campaign
from .office import OfficeConfig
from .poster import PosterConfig
from .roles import QuestionType, Role
from .values import STATUSES, Campaign, District, Kind, Station, Status

__all__ = [
    "STATUSES",
    "Campaign",
    "District",
    "FormConfig",
    "Grading",
    "GradingConfig",
    "Kind",
    "OfficeConfig",
    "PosterConfig",
    "Question",
    "QuestionType",
    "Role",
    "Station",
    "Status",
    "load_campaign",
]
