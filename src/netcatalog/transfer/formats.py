"""The sorts of file that can be written: one list for the window and the command line."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from importlib import import_module
from typing import TYPE_CHECKING

from netcatalog.domain.errors import ReportError
from netcatalog.transfer.csv_export import Style

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from pathlib import Path

    from netcatalog.domain.columns import Column
    from netcatalog.domain.progress import Progress
    from netcatalog.domain.query import Query
    from netcatalog.services.readable import ReadableCatalog
    from netcatalog.transfer.table_cells import Chosen

    Write = Callable[["ReadableCatalog", "Job", "Progress"], int]
    """Writes a file, the whole of it or none; returns how many records it holds."""


class Scope(Enum):
    """What of a catalogue goes into a file."""

    TABLE = "table"
    WHOLE = "whole"
    NETWORKS = "networks"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be written.

    Attributes:
        path: The file.
        records: For a table, those that a query finds or that were chosen.
        columns: For a table, its columns.
        networks: For networks, the ids of those wanted; None: all.
        style: How CSV is written.
        metadata: Whether what the columns of a CSV table are is written beside it.
    """

    path: Path
    records: Query | Chosen | None = None
    columns: Sequence[Column] = ()
    networks: Collection[int] | None = None
    style: Style = field(default_factory=Style)
    metadata: bool = False

    @property
    def table(self) -> Query | Chosen:
        """The records of a table. A job without any is a defect: ValueError."""
        if self.records is None:
            raise ValueError("no table was given")
        return self.records


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A sort of file.

    Attributes:
        key: Its name in code.
        suffix: How its name ends.
        label: What windows call it.
        scope: What goes into it.
        write: Writes it, the whole of it or none; returns how many records it holds.
        separated: Whether it is text with separators, which may be chosen.
        public: Whether it may be made for the public.
    """

    key: str
    suffix: str
    label: str
    scope: Scope
    write: Write
    separated: bool = False
    public: bool = True


def _csv(catalog: ReadableCatalog, job: Job, progress: Progress) -> int:
    from netcatalog.transfer import csv_export, csvw

    written = csv_export.export_table(
        catalog, job.path, job.table, job.columns, job.style, progress
    )
    if job.metadata:
        csvw.write_table(job.path, job.columns, job.style)
    return written


def _xlsx(catalog: ReadableCatalog, job: Job, progress: Progress) -> int:
    from netcatalog.transfer import xlsx_export

    return xlsx_export.export_table(catalog, job.path, job.table, job.columns, progress)


def _zip(catalog: ReadableCatalog, job: Job, progress: Progress) -> int:
    from netcatalog.transfer import csv_export

    return csv_export.export_whole(catalog, job.path, job.style, progress)


def _json(*, history: bool) -> Write:
    def write(catalog: ReadableCatalog, job: Job, progress: Progress) -> int:
        from netcatalog.transfer import lossless

        return lossless.write(catalog, job.path, progress, history=history)

    return write


def _of_networks(module: str, name: str) -> Write:
    """Return what writes networks: a function of a module, which is imported when it is called."""

    def write(catalog: ReadableCatalog, job: Job, progress: Progress) -> int:
        export = getattr(import_module(f"netcatalog.transfer.{module}"), name)
        written: int = export(catalog, job.path, job.networks, progress)
        return written

    return write


FORMATS = (
    Format(
        key="csv",
        suffix=".csv",
        label="CSV, for spreadsheets and programs",
        scope=Scope.TABLE,
        write=_csv,
        separated=True,
    ),
    Format(key="xlsx", suffix=".xlsx", label="Excel workbook", scope=Scope.TABLE, write=_xlsx),
    Format(
        key="zip",
        suffix=".zip",
        label="A CSV table for each kind of record (ZIP)",
        scope=Scope.WHOLE,
        write=_zip,
        separated=True,
    ),
    Format(
        key="json",
        suffix=".json",
        label="All there is, to be read again (JSON)",
        scope=Scope.WHOLE,
        write=_json(history=False),
    ),
    Format(
        key="json-history",
        suffix=".json",
        label="All there is with its history, to be read again (JSON)",
        scope=Scope.WHOLE,
        write=_json(history=True),
        public=False,
    ),
    Format(
        key="jsonld",
        suffix=".jsonld",
        label="Networks and members as linked data (JSON-LD)",
        scope=Scope.NETWORKS,
        write=_of_networks("jsonld_export", "export_jsonld"),
    ),
    Format(
        key="gexf",
        suffix=".gexf",
        label="Networks as a graph with times, for Gephi (GEXF)",
        scope=Scope.NETWORKS,
        write=_of_networks("graph_export", "export_gexf"),
    ),
    Format(
        key="graphml",
        suffix=".graphml",
        label="Networks as a graph (GraphML)",
        scope=Scope.NETWORKS,
        write=_of_networks("graph_export", "export_graphml"),
    ),
    Format(
        key="kumu",
        suffix=".kumu.xlsx",
        label="Networks as sheets for Kumu",
        scope=Scope.NETWORKS,
        write=_of_networks("graph_export", "export_kumu"),
    ),
)

BY_KEY = {one.key: one for one in FORMATS}


def format_of(name: str, *, whole: bool = False, history: bool = False) -> Format:
    """Return the format that the name of a file asks for: the one with the longest suffix.

    Args:
        name: What the file is to be called.
        whole: Whether the whole catalogue is wanted.
        history: Whether its history is, too.

    Raises:
        ReportError: There is no format with such a suffix.
    """
    if history:
        return BY_KEY["json-history"]
    wanted = {Scope.WHOLE} if whole else {Scope.TABLE, Scope.NETWORKS}
    fitting = [one for one in FORMATS if one.scope in wanted and name.lower().endswith(one.suffix)]
    if not fitting:
        known = ", ".join(dict.fromkeys(one.suffix for one in FORMATS if one.scope in wanted))
        raise ReportError(f"“{name}” does not tell what to write. Let it end in {known}.")
    return max(fitting, key=lambda one: len(one.suffix))
