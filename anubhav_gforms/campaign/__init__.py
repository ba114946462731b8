"""What the office wrote: config files and stations.csv → frozen values."""

from .form import FormConfig, Question
from .kinds import StationKind
from .load import load_campaign
from .roles import Role, Words
from .values import STATUSES, Campaign, District, RegionLevel, Station, Status

__all__ = [
    "STATUSES", "Campaign", "District", "FormConfig", "Question", "RegionLevel", "Role", "Station", "StationKind", "Status",
    "Words", "load_campaign",
]  # fmt: skip
