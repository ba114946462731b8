"""Mobile numbers, however the digits are written or said."""

from __future__ import annotations

from .kind import Kind
from .numbers import numbers_in
from .scattered import scattered

MOBILE = Kind(
    "mobile",
    "mobile",
    lambda text: [*numbers_in(text, "mobile"), *scattered(text)],
    finds=(
        ("mera number nau aath saat chhe paanch char teen do ek shunya hai", "mera number [mobile] hai"),
        ("98765 uske baad 43210 hai", "[mobile] hai"), ("91234 ye pehla aadha 56789", "[mobile]"),
        ("98765•43210 / 98:76:54:32:10", "[mobile] / [mobile]"), ("98765432l0", "[mobile]"),
        ("98O65 l2345 hai", "[mobile] hai"), ("98O 65l 2345 hai", "[mobile] hai"),
        ("नौ आठ सात छै पाँच चार तीन दू एक सुन्ना म", "[mobile] म"),
        ("nau aath saat chhe panch char tin do ek jiro", "[mobile]"),
        ("nine eight sevn six five four three two one zero", "[mobile]"),
    ),
    spares=(
        "90000 rupaye liye 50000 lautaye", "एक दो तीन बार गया, 420 धारा", "112 aur 100 par phone lagaya", "10B ke kamre me l2 log, S10 bus se 25l rupaye",
        "ek do baar teen log char din",
    ),
)  # fmt: skip
