"""Which response of the form is which of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat

import numpy as np
import pyarrow as pa

from .rows import Rows

_NOBODY = (-1, 0)
FORM_IDS_SCHEMA = pa.schema(
    [("form_id", pa.string()), ("answer", pa.int64()), ("submitted", pa.timestamp("ms", tz="UTC"))]
)


@dataclass(slots=True)
class FormIds:
    """Ids of the form's responses, of each its number in the ledger and when it was last sent (UTC ms).

    `places` leads from an id into the two arrays, whose last element stands for the ids that are not known. `added`
    since they were read.
    """

    places: dict[str, int]
    responses: Rows
    sent: Rows
    added: dict[str, tuple[int, int]] = field(default_factory=dict)

    @classmethod
    def read(cls, tables: Sequence[pa.Table]) -> FormIds:
        """From the ledger's files, the oldest first: what a later one says of an id holds."""
        table = pa.concat_tables([each.cast(FORM_IDS_SCHEMA) for each in tables] or [FORM_IDS_SCHEMA.empty_table()])
        numbers = (table["answer"], table["submitted"].cast(pa.int64()))
        responses, sent = (np.append(each.to_numpy(), blank) for each, blank in zip(numbers, _NOBODY, strict=True))
        return cls(dict(zip(table["form_id"].to_pylist(), range(table.num_rows), strict=True)), responses, sent)

    def of(self, ids: Sequence[str]) -> tuple[Rows, Rows]:
        """For each id its number in the ledger and when it was last sent; -1 and 0 for one that is not known."""
        places = np.fromiter(map(self.places.get, ids, repeat(-1)), np.int64, len(ids))
        responses, sent = self.responses[places], self.sent[places]
        for unknown in np.flatnonzero(places < 0).tolist() if self.added else ():
            responses[unknown], sent[unknown] = self.added.get(ids[unknown], _NOBODY)
        return responses, sent

    def numbers(self) -> Rows:
        """The numbers of the responses that the form has."""
        read = self.responses[np.fromiter(self.places.values(), np.int64, len(self.places))]
        return np.append(read, [response for response, _ in self.added.values()]).astype(np.int64)

    def __contains__(self, response_id: str) -> bool:
        return response_id in self.places or response_id in self.added

    def __len__(self) -> int:
        return len(self.places) + len(self.added)
