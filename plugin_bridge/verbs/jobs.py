"""Jobs: cancel one, list them."""

from __future__ import annotations

from musflow_studio.studio import Studio
from plugin_bridge.job_ledger import JobLedger
from plugin_bridge.protocol import ROOT
from plugin_bridge.switchboard import Call, Handler, Rows


class Jobs:
    """What waits and runs."""

    def __init__(self, studio: Studio, ledger: JobLedger) -> None:
        self._studio = studio
        self._ledger = ledger

    def handlers(self) -> dict[str, Handler]:
        """Those of the table."""
        return {f"{ROOT}/job/cancel": self._cancel, f"{ROOT}/job/list": self._list}

    def _cancel(self, call: Call) -> Rows:
        """Acknowledged at once; the ledger tells when the work has stopped."""
        entry = self._ledger.find(call["job"])
        self._studio.cancel(entry.job_id)
        return [(entry.request_id, entry.job_id)]

    def _list(self, call: Call) -> Rows:
        return [
            (e.request_id, e.job_id, e.state.value, float(e.fraction)) for e in self._ledger.jobs
        ]
