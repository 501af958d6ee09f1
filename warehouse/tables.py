"""The tables. Their columns are the fields of `rows`; their changes are `migrations`."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

from warehouse import benchmark_tables, forecast_tables, other_tables, trend_tables

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# What can become of a cell in reading; together, all cells.
USES = (
    *("numbers", "absences", "unreadable", "texts", "references", "dashes"),
    *("headings", "form", "passed_over", "not_used", "unread"),
)
# How a check can end other than well.
OUTCOMES = ("errors", "warnings", "information", "waived")
_KEY = String(200)
_WORD = String(80)


def _finding_columns() -> list[Column[object]]:
    return [
        Column("rule", _WORD, nullable=False),
        Column("dimension", _WORD, nullable=False),
        Column("severity", _WORD, nullable=False),
        Column("submission", Integer),
        Column("measure", _WORD),
        Column("period", _WORD),
        Column("quantity", _WORD),
        Column("sheet", Text),
        Column("cell", _WORD),
        Column("raw", Text),
        Column("message", Text, nullable=False),
        Column("mend", Text, nullable=False),
    ]


entries = Table(
    "entries",
    metadata,
    Column("council", _WORD, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("kind", _WORD, nullable=False),
    Column("subject", _KEY, nullable=False),
    Column("entry", Text, nullable=False),
    PrimaryKeyConstraint("council", "seq"),
)

result_keys = Table(
    "result_keys",
    metadata,
    Column("key", _KEY, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
)

submitted_values = Table(
    "submitted_values",
    metadata,
    Column("slot", _KEY, nullable=False, index=True),
    Column("council", _WORD, nullable=False),
    Column("submission", Integer, nullable=False),
    Column("measure", _WORD, nullable=False),
    Column("breakdown", _WORD, nullable=False),
    Column("period", _WORD, nullable=False),
    Column("quantity", _WORD, nullable=False),
    Column("units", BigInteger),
    Column("places", Integer),
    Column("unit", _WORD, nullable=False),
    Column("absence", _WORD),
    Column("is_provisional", Boolean, nullable=False),
    *[Column(name, Text, nullable=False) for name in ("raw", "sheet")],
    Column("cell", _WORD, nullable=False),
    CheckConstraint("(units IS NULL) <> (absence IS NULL)", name="number_or_absence"),
    CheckConstraint("(units IS NULL) = (places IS NULL)", name="units_with_places"),
    Index(None, "council", "measure"),
)

submitted_texts = Table(
    "submitted_texts",
    metadata,
    Column("slot", _KEY, nullable=False, index=True),
    Column("council", _WORD, nullable=False),
    Column("submission", Integer, nullable=False),
    Column("subject", _WORD, nullable=False),
    Column("period", _WORD),
    Column("field", _WORD, nullable=False),
    *[Column(name, Text, nullable=False) for name in ("text", "sheet")],
    Column("cell", _WORD, nullable=False),
)

submitted_benchmarks = benchmark_tables.benchmarks_table(metadata)
measure_benchmarks = benchmark_tables.measure_benchmarks_table(metadata)

budget_lines = other_tables.budget_lines_table(metadata)
risk_assessments = other_tables.risk_assessments_table(metadata)

return_sheets = Table(
    "return_sheets",
    metadata,
    Column("slot", _KEY, nullable=False, index=True),
    Column("submission", Integer, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sheet", Text, nullable=False),
    Column("is_hidden", Boolean, nullable=False),
    *[Column(name, Integer, nullable=False) for name in ("rows", "cells", *USES)],
    CheckConstraint(" + ".join(f'"{use}"' for use in USES) + " = cells", name="every_cell"),
)

return_findings = Table(
    "return_findings",
    metadata,
    Column("slot", _KEY, nullable=False, index=True),
    *_finding_columns(),
)

check_runs = Table(
    "check_runs",
    metadata,
    Column("slot", _KEY, nullable=False),
    Column("rule", _WORD, nullable=False),
    Column("dimension", _WORD, nullable=False),
    Column("checks", Integer, nullable=False),
    Column("is_of_file", Boolean, nullable=False),
    PrimaryKeyConstraint("slot", "rule"),
)

council_findings = Table(
    "council_findings",
    metadata,
    Column("close", _KEY, nullable=False, index=True),
    Column("slot", _KEY, nullable=False),
    *_finding_columns(),
)

waived_findings = Table(
    "waived_findings",
    metadata,
    Column("close", _KEY, nullable=False, index=True),
    Column("slot", _KEY, nullable=False),
    Column("waiver", Integer, nullable=False),
    Column("until", _WORD, nullable=False),
    Column("reason", Text, nullable=False),
    Column("authorised_by", Text, nullable=False),
    *_finding_columns(),
)

measure_ratings = Table(
    "measure_ratings",
    metadata,
    Column("close", _KEY, nullable=False),
    Column("measure", _WORD, nullable=False),
    Column("basis", _WORD, nullable=False),
    Column("period", _WORD),
    Column("units", BigInteger),
    Column("places", Integer),
    Column("target_units", BigInteger),
    Column("target_places", Integer),
    Column("target_high_units", BigInteger),
    Column("target_high_places", Integer),
    Column("variance_pct", _WORD),
    Column("rating", _WORD),
    Column("rule", Text),
    Column("status", _WORD, nullable=False),
    Column("reason", Text),
    Column("computed_rating", _WORD),
    Column("direction", _WORD),
    Column("direction_reason", Text),
    Column("compared_period", _WORD),
    Column("compared_units", BigInteger),
    Column("compared_places", Integer),
    Column("slot", _KEY, nullable=False),
    Column("is_confirmed", Boolean, nullable=False),
    Column("is_provisional", Boolean, nullable=False),
    Column("sources", Text, nullable=False),
    Column("override", Integer),
    Column("original_units", BigInteger),
    Column("original_places", Integer),
    Column("original_rating", _WORD),
    Column("original_rule", Text),
    PrimaryKeyConstraint("close", "measure", "basis"),
    CheckConstraint("(rating IS NULL) <> (reason IS NULL)", name="rated_or_reason"),
)

action_ratings = Table(
    "action_ratings",
    metadata,
    Column("close", _KEY, nullable=False),
    Column("action", _WORD, nullable=False),
    Column("rating", _WORD),
    Column("reason", Text),
    Column("percent_complete", Text),
    Column("forecast_date", Text),
    Column("commentary", Text),
    Column("slot", _KEY, nullable=False),
    Column("submission", Integer),
    Column("sheet", Text),
    Column("cell", _WORD),
    Column("is_confirmed", Boolean, nullable=False),
    PrimaryKeyConstraint("close", "action"),
)

return_statuses = Table(
    "return_statuses",
    metadata,
    Column("close", _KEY, nullable=False),
    Column("slot", _KEY, nullable=False),
    Column("status", _WORD, nullable=False),
    Column("due_at", _WORD),
    *[Column(name, _WORD) for name in ("received_at", "latest_at")],
    Column("days_late", Integer, nullable=False),
    Column("working_days_late", Integer, nullable=False),
    *[
        Column(name, Integer, nullable=False)
        for name in ("submissions", "expected", "supplied", "accounted_for")
    ],
    Column("signed_off_by", Text),
    Column("is_confirmed", Boolean, nullable=False),
    Column("state", _WORD),
    Column("waits_for", Text),
    PrimaryKeyConstraint("close", "slot"),
)

scorecards = Table(
    "scorecards",
    metadata,
    Column("close", _KEY, nullable=False),
    Column("level", _WORD, nullable=False),
    Column("subject", _KEY, nullable=False),
    Column("dimension", _WORD, nullable=False),
    *[Column(name, Integer, nullable=False) for name in ("checks", *OUTCOMES)],
    Column("score_pct", _WORD),
    Column("rating", _WORD),
    Column("expected", Integer),
    Column("supplied", Integer),
    Column("accounted_for", Integer),
    PrimaryKeyConstraint("close", "level", "subject", "dimension"),
    CheckConstraint(f"{' + '.join(OUTCOMES)} <= checks", name="no_more_failed_than_run"),
    CheckConstraint("(score_pct IS NULL) = (checks = 0)", name="score_of_what_was_run"),
)

return_states = Table(
    "return_states",
    metadata,
    *[Column(name, _KEY, nullable=False) for name in ("close", "slot")],
    Column("position", Integer, nullable=False),
    Column("state", _WORD, nullable=False),
    *[Column(name, Text, nullable=False) for name in ("by", "role")],
    *[Column(name, _WORD) for name in ("day", "identity")],
    Column("entry", Integer, nullable=False),
    PrimaryKeyConstraint("close", "slot", "position"),
)

closes = Table(
    "closes",
    metadata,
    Column("close", _KEY, primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("as_at", _WORD, nullable=False),
    Column("inputs_digest", String(64), nullable=False),
    Column("framework_digest", String(64), nullable=False),
    Column("code_version", _WORD, nullable=False),
)

report_editions = Table(
    "report_editions",
    metadata,
    Column("edition", _KEY, nullable=False),
    Column("close", _KEY, nullable=False),
    Column("draft", Integer, nullable=False),
    Column("as_at_seq", Integer, nullable=False),
    Column("as_at", _WORD, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("folder", Text, nullable=False),
    PrimaryKeyConstraint("edition", "draft"),
)

job_runs = other_tables.job_runs_table(metadata)
measure_trends = trend_tables.measure_trends_table(metadata)
measure_forecasts = forecast_tables.measure_forecasts_table(metadata)
