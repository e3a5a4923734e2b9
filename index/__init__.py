"""The archive engine's front door: everything the bot and other programs may use.

Names are imported on first use: those that search or index need FAISS and tantivy, for which a program that only uses
the values need not wait, and whoever reads a file needs next to none.
"""

from __future__ import annotations

import index.offline  # noqa: F401 (first: every library reads its environment when it is imported)

# isort: split
from importlib import import_module
from typing import TYPE_CHECKING, Any

from index import processes

if TYPE_CHECKING:
    from index.answer_measures import AnswerMeasures
    from index.archive_folder import ArchiveFolder, Contents
    from index.backups.create import back_up
    from index.backups.restore import restore_backup
    from index.build.build import reindex
    from index.build.first import index_first
    from index.build.preview import preview
    from index.build.process import Reindexing
    from index.bundle.check import check_bundle
    from index.bundle.make import not_bundled, write_bundle
    from index.cite.citations import look_up
    from index.cite.document_history import history_of
    from index.cite.models import (
        NOT_COMPARED,
        Citation,
        Cited,
        Context,
        ContextPassage,
        Facts,
        Named,
        Now,
        Record,
        Segment,
        Unknown,
    )
    from index.cite.prose import marked, marked_difference
    from index.cite.styles import STYLES, SUFFIXES, StyleName, format_citations
    from index.cite.versions import Change, DocumentHistory, Edit, Touched, Version
    from index.copying.copy import copy_data
    from index.data_check import check
    from index.dates.calendar import MONTHS, Days, brief_span, day_span, days_span, long_day, outside, time_of_day
    from index.dates.typed import DATE_FORMS, SPAN_FORMS, check_apart, read_days, read_span
    from index.dating.dating import Dating
    from index.eraser import Eraser
    from index.errors import (
        ArchiveError,
        BundleError,
        BusyError,
        CitationError,
        ClusterError,
        DatelineError,
        DraftError,
        IndexDataError,
        ModelError,
        NoIndexError,
        NotPublishedError,
        QueryError,
        QueueFullError,
        SettingsError,
        StoppedError,
        TokenError,
        WatchError,
    )
    from index.evaluation import Evaluation, Judged, evaluate, names_beside
    from index.files import replace_file
    from index.generations.listing import listing, top_folders
    from index.generations.presence import present_as
    from index.generations.privacy import protect
    from index.generations.rollback import rollback, rollback_target
    from index.generations.status import report, status
    from index.limiter import Limiter
    from index.member_settings import BotTable, Collection, Ids, MemberSettings, load_members
    from index.models.answers import MAX_CHARACTERS, MAX_LIMIT, Answer, Hit, Liked, Query, Reading, Sort, WindowLeftOut
    from index.models.backups import BackedUp, Copied, Restored
    from index.models.bundles import BundleCheck, Bundled, BundledCitation, LeftOut
    from index.models.comparisons import ComparedSpan, Comparison, Keyword
    from index.models.data_files import DataFile
    from index.models.documents import (
        DateSpan,
        Document,
        DocumentEntry,
        DocumentText,
        Holdings,
        Passage,
        TitleOrigin,
        Unreadable,
        as_recognised,
    )
    from index.models.erasures import Erasable, Erased, Erasing
    from index.models.explanations import Explanation, Obstacle, Reason
    from index.models.overviews import FacetCount, Overview
    from index.models.previews import Foreseen, Preview
    from index.models.reports import (
        PHASES,
        Affected,
        Checked,
        Failure,
        FolderCounts,
        Kept,
        Listed,
        Listing,
        Moved,
        Phase,
        Report,
        RollbackTarget,
        ServingHost,
        Status,
        Step,
        Swap,
        Trashed,
    )
    from index.models.scope import EVERYTHING, Scope
    from index.models.set_dates import Assigned, Dated, DatedMany, SetDate, Undone
    from index.models.timelines import Bar, Timeline, TimeUnit
    from index.models.undated import BY_HAND_IN_CHAT, Undated, WeaklyDated, is_weakly_dated
    from index.models.watches import (
        COMMAND_LINE,
        Match,
        Post,
        Rate,
        Watch,
        WatchCheck,
        WatchHit,
        WatchHits,
    )
    from index.program import output_for_programs, run_program, say, unforeseen
    from index.quotations.drafts import draft_of, read_draft
    from index.quotations.models import (
        MAX_QUOTATION,
        Difference,
        Draft,
        DraftMention,
        DraftQuotation,
        InDraft,
        Part,
        Place,
        Quotation,
        Verdict,
    )
    from index.read.cures import undated
    from index.search.archive import Archive
    from index.search.restating import (
        Wider,
        asked_as,
        in_last_week,
        restated,
        wider_queries,
        window_restated,
        without_window,
    )
    from index.settings import FileSettings, NamedTable, Settings, TableSettings, load, read_settings
    from index.storage.date_counts import DateCounts
    from index.text.clean import clean, isolated, one_line
    from index.text.graphemes import graphemes
    from index.text.sentence_ends import sentence_ends
    from index.text.sentences import sentences
    from index.timed_cache import TimedCache
    from index.userdata.audit_log import AuditLog
    from index.userdata.dossiers import MAX_CITATIONS, MAX_NOTE, NO_SERVER, DossierEntry, Dossiers, Holding, Removal
    from index.userdata.searches import Searches
    from index.userdata.tokens import Token, Tokens
    from index.userdata.watch_posts import WatchPosts
    from index.userdata.watches import MAX_RUNNING, MAX_RUNNING_IN_GUILD, Watches
    from index.watching.watcher import Watcher
    from index.work_queue import WorkQueue

_VALUES_OF = {
    "index.cite.models": "Citation Cited Context ContextPassage Facts NOT_COMPARED Named Now Record Segment Unknown",
    "index.cite.prose": "marked marked_difference",
    "index.cite.styles": "STYLES SUFFIXES StyleName format_citations",
    "index.cite.versions": "Change DocumentHistory Edit Touched Version",
    "index.dates.calendar": "Days MONTHS brief_span day_span days_span long_day outside time_of_day",
    "index.dates.typed": "DATE_FORMS SPAN_FORMS check_apart read_days read_span",
    "index.errors": "ArchiveError BundleError BusyError CitationError ClusterError DatelineError DraftError "
    "IndexDataError ModelError NoIndexError NotPublishedError QueryError QueueFullError SettingsError StoppedError "
    "TokenError WatchError",
    "index.files": "replace_file",
    "index.limiter": "Limiter",
    "index.member_settings": "BotTable Collection Ids MemberSettings load_members",
    "index.models.answers": "Answer Hit Liked MAX_CHARACTERS MAX_LIMIT Query Reading Sort WindowLeftOut",
    "index.models.backups": "BackedUp Copied Restored",
    "index.models.bundles": "BundleCheck Bundled BundledCitation LeftOut",
    "index.models.comparisons": "ComparedSpan Comparison Keyword",
    "index.models.data_files": "DataFile",
    "index.models.documents": "DateSpan Document DocumentEntry DocumentText Holdings Passage TitleOrigin "
    "Unreadable as_recognised",
    "index.models.erasures": "Erasable Erased Erasing",
    "index.models.explanations": "Explanation Obstacle Reason",
    "index.models.overviews": "FacetCount Overview",
    "index.models.previews": "Foreseen Preview",
    "index.models.reports": "Affected Checked Failure FolderCounts Kept Listed Listing Moved PHASES Phase Report "
    "RollbackTarget ServingHost Status Step Swap Trashed",
    "index.models.scope": "EVERYTHING Scope",
    "index.models.set_dates": "Assigned Dated DatedMany SetDate Undone",
    "index.models.timelines": "Bar TimeUnit Timeline",
    "index.models.undated": "BY_HAND_IN_CHAT Undated WeaklyDated is_weakly_dated",
    "index.models.watches": "COMMAND_LINE Match Post Rate Watch WatchCheck WatchHit WatchHits",
    "index.program": "output_for_programs run_program say unforeseen",
    "index.quotations.models": "Difference Draft DraftMention DraftQuotation InDraft MAX_QUOTATION "
    "Part Place Quotation Verdict",
    "index.search.restating": "Wider asked_as in_last_week restated wider_queries window_restated without_window",
    "index.settings": "FileSettings NamedTable Settings TableSettings load read_settings",
    "index.storage.date_counts": "DateCounts",
    "index.timed_cache": "TimedCache",
    "index.text.clean": "clean isolated one_line",
    "index.text.graphemes": "graphemes",
    "index.text.sentence_ends": "sentence_ends",
    "index.text.sentences": "sentences",
    "index.work_queue": "WorkQueue",
    "index.userdata.audit_log": "AuditLog",
    "index.userdata.dossiers": "DossierEntry Dossiers Holding MAX_CITATIONS MAX_NOTE NO_SERVER Removal",
    "index.userdata.searches": "Searches",
    "index.userdata.tokens": "Token Tokens",
    "index.userdata.watch_posts": "WatchPosts",
    "index.userdata.watches": "MAX_RUNNING MAX_RUNNING_IN_GUILD Watches",
}
"""The names that need neither what searches nor what indexes, by their module."""
_VALUES = {name: module for module, names in _VALUES_OF.items() for name in names.split()}
_LAZY_IMPORTS = {
    "AnswerMeasures": "index.answer_measures",
    "Archive": "index.search.archive",
    "ArchiveFolder": "index.archive_folder",
    "Contents": "index.archive_folder",
    "Dating": "index.dating.dating",
    "Eraser": "index.eraser",
    "Evaluation": "index.evaluation",
    "Judged": "index.evaluation",
    "Reindexing": "index.build.process",
    "Watcher": "index.watching.watcher",
    "back_up": "index.backups.create",
    "check": "index.data_check",
    "check_bundle": "index.bundle.check",
    "copy_data": "index.copying.copy",
    "draft_of": "index.quotations.drafts",
    "evaluate": "index.evaluation",
    "index_first": "index.build.first",
    "listing": "index.generations.listing",
    "top_folders": "index.generations.listing",
    "history_of": "index.cite.document_history",
    "look_up": "index.cite.citations",
    "names_beside": "index.evaluation",
    "not_bundled": "index.bundle.make",
    "present_as": "index.generations.presence",
    "preview": "index.build.preview",
    "protect": "index.generations.privacy",
    "read_draft": "index.quotations.drafts",
    "reindex": "index.build.build",
    "report": "index.generations.status",
    "restore_backup": "index.backups.restore",
    "rollback": "index.generations.rollback",
    "rollback_target": "index.generations.rollback",
    "status": "index.generations.status",
    "undated": "index.read.cures",
    "write_bundle": "index.bundle.make",
}

__all__ = [
    "BY_HAND_IN_CHAT",
    "COMMAND_LINE",
    "DATE_FORMS",
    "EVERYTHING",
    "MAX_CHARACTERS",
    "MAX_CITATIONS",
    "MAX_LIMIT",
    "MAX_NOTE",
    "MAX_QUOTATION",
    "MAX_RUNNING",
    "MAX_RUNNING_IN_GUILD",
    "MONTHS",
    "NOT_COMPARED",
    "NO_SERVER",
    "PHASES",
    "SPAN_FORMS",
    "STYLES",
    "SUFFIXES",
    "Affected",
    "Answer",
    "AnswerMeasures",
    "Archive",
    "ArchiveError",
    "ArchiveFolder",
    "Assigned",
    "AuditLog",
    "BackedUp",
    "Bar",
    "BotTable",
    "BundleCheck",
    "BundleError",
    "Bundled",
    "BundledCitation",
    "BusyError",
    "Change",
    "Checked",
    "Citation",
    "CitationError",
    "Cited",
    "ClusterError",
    "Collection",
    "ComparedSpan",
    "Comparison",
    "Contents",
    "Context",
    "ContextPassage",
    "Copied",
    "DataFile",
    "DateCounts",
    "DateSpan",
    "Dated",
    "DatedMany",
    "DatelineError",
    "Dating",
    "Days",
    "Difference",
    "Document",
    "DocumentEntry",
    "DocumentHistory",
    "DocumentText",
    "DossierEntry",
    "Dossiers",
    "Draft",
    "DraftError",
    "DraftMention",
    "DraftQuotation",
    "Edit",
    "Erasable",
    "Erased",
    "Eraser",
    "Erasing",
    "Evaluation",
    "Explanation",
    "FacetCount",
    "Facts",
    "Failure",
    "FileSettings",
    "FolderCounts",
    "Foreseen",
    "Hit",
    "Holding",
    "Holdings",
    "Ids",
    "InDraft",
    "IndexDataError",
    "Judged",
    "Kept",
    "Keyword",
    "LeftOut",
    "Liked",
    "Limiter",
    "Listed",
    "Listing",
    "Match",
    "MemberSettings",
    "ModelError",
    "Moved",
    "Named",
    "NamedTable",
    "NoIndexError",
    "NotPublishedError",
    "Now",
    "Obstacle",
    "Overview",
    "Part",
    "Passage",
    "Phase",
    "Place",
    "Post",
    "Preview",
    "Query",
    "QueryError",
    "QueueFullError",
    "Quotation",
    "Rate",
    "Reading",
    "Reason",
    "Record",
    "Reindexing",
    "Removal",
    "Report",
    "Restored",
    "RollbackTarget",
    "Scope",
    "Searches",
    "Segment",
    "ServingHost",
    "SetDate",
    "Settings",
    "SettingsError",
    "Sort",
    "Status",
    "Step",
    "StoppedError",
    "StyleName",
    "Swap",
    "TableSettings",
    "TimeUnit",
    "TimedCache",
    "Timeline",
    "TitleOrigin",
    "Token",
    "TokenError",
    "Tokens",
    "Touched",
    "Trashed",
    "Undated",
    "Undone",
    "Unknown",
    "Unreadable",
    "Verdict",
    "Version",
    "Watch",
    "WatchCheck",
    "WatchError",
    "WatchHit",
    "WatchHits",
    "WatchPosts",
    "Watcher",
    "Watches",
    "WeaklyDated",
    "Wider",
    "WindowLeftOut",
    "WorkQueue",
    "as_recognised",
    "asked_as",
    "back_up",
    "brief_span",
    "check",
    "check_apart",
    "check_bundle",
    "clean",
    "copy_data",
    "day_span",
    "days_span",
    "draft_of",
    "evaluate",
    "format_citations",
    "graphemes",
    "history_of",
    "in_last_week",
    "index_first",
    "is_weakly_dated",
    "isolated",
    "listing",
    "load",
    "load_members",
    "long_day",
    "look_up",
    "marked",
    "marked_difference",
    "names_beside",
    "not_bundled",
    "one_line",
    "output_for_programs",
    "outside",
    "present_as",
    "preview",
    "protect",
    "read_days",
    "read_draft",
    "read_settings",
    "read_span",
    "reindex",
    "replace_file",
    "report",
    "restated",
    "restore_backup",
    "rollback",
    "rollback_target",
    "run_program",
    "say",
    "sentence_ends",
    "sentences",
    "status",
    "time_of_day",
    "top_folders",
    "undated",
    "unforeseen",
    "wider_queries",
    "window_restated",
    "without_window",
    "write_bundle",
]


def __getattr__(name: str) -> Any:
    if name in _VALUES:
        return globals().setdefault(name, getattr(import_module(_VALUES[name]), name))
    if name not in _LAZY_IMPORTS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    light = name in {"check_bundle", "listing", "top_folders"}
    processes.check_address_space(processes.LISTING if light else processes.SEARCHING)
    return getattr(import_module(_LAZY_IMPORTS[name]), name)
