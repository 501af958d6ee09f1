"""The words of the return form that are also its structure: sheet names, labels, headings.

`forms` writes them and `identify` and `read` look for them, so that what is written is read back.
How the form looks and where exactly things stand is `forms`' and `form_style`'s business.
"""

from sources.returns.content import Quantity, TextField

COVER = "Cover"
MEASURES = "Measures"
KEY_ACTIONS = "Key actions"
INSTRUCTIONS = "Instructions"
# What was known when the form was written; read for a verdict before it is sent, and never after.
EARLIER = "Earlier values"
# Sheets that a form has only if its measures or its council ask for them.
BREAKDOWNS = "Breakdowns"
BENCHMARKS = "Benchmarks"
NOTES = "Context and evidence"
REVISED = "Revised values"
OPTIONAL = (BREAKDOWNS, BENCHMARKS, NOTES, REVISED)
# Sheets of a form whose council has a route of several steps.
SIGN_OFF = "Sign-off"
SIGNERS = "Who may sign"

# Labels on the cover. The entry stands in the cell to the right of its label.
RETURN_KEY = "Return key"
FRAMEWORK_VERSION = "Framework version"
COVER_ENTRIES = {
    TextField.COMPLETED_BY: "Completed by",
    TextField.SIGNED_OFF_BY: "Signed off by",
    TextField.SIGNED_OFF_ROLE: "Role of the person signing off",
    TextField.SIGNED_OFF_ON: "Date signed off",
}

# Headings of the Measures sheet that tell which value a row is for.
MEASURE_ID = "Measure id"
PERIOD_KEY = "Period key"

# Headings of what the form shows and nobody fills in.
NAME, MEANING, UNIT, PERIOD = "Measure", "What it measures", "Unit", "Period"
BETTER_WHEN, TARGET, LAST_VALUE = "Better when", "Target", "Last value"
# What the form works out by itself while it is filled.
PREVIEW, STILL_NEEDED = "Rating preview", "Still needed"
ACTION, ACTION_DUE, MILESTONES = "Key action", "Due", "Next milestones"
BREAKDOWN, PART = "Broken down by", "Part"
STEP, STEP_MEANS = "Step", "What it means"
SHOWN = (
    *(BREAKDOWN, PART),
    *(STEP, STEP_MEANS),
    *(NAME, MEANING, UNIT, PERIOD, BETTER_WHEN, TARGET, LAST_VALUE, PREVIEW, STILL_NEEDED),
    *(ACTION, ACTION_DUE, MILESTONES),
)

# Headings of the Measures sheet to be filled in.
QUANTITIES = {
    Quantity.ACTUAL: "Actual",
    Quantity.NUMERATOR: "Numerator",
    Quantity.DENOMINATOR: "Denominator",
    Quantity.FORECAST: "Year-end forecast",
}
REASON = "No value because"
NOTE = "Expected by, or note"
COMMENTARY = "Commentary"

# Headings of the Key actions sheet.
ACTION_ID = "Action id"
ACTION_ENTRIES = {
    TextField.SUPPLIED_RATING: "Rating",
    TextField.PERCENT_COMPLETE: "Percent complete",
    TextField.FORECAST_DATE: "Forecast completion date",
    TextField.COMMENTARY: COMMENTARY,
}

# The sheet of earlier values: its label, and its headings beside those of the Measures sheet.
EARLIER_AS_AT = "Known on"
EARLIER_VALUE = "Earlier value"
EARLIER_COMMENTARY = "Earlier commentary"
# Headings of the Breakdowns sheet, beside those of Measures.
PART_QUANTITIES = (Quantity.ACTUAL, Quantity.NUMERATOR, Quantity.DENOMINATOR)
PART_ID = "Part id"

# Headings of the Benchmarks sheet.
COMPARATOR, COMPARATOR_PERIOD = "Compared with", "Period of that figure"
BENCHMARK, BENCHMARK_SOURCE = "Its figure", "Where it was published"

# Headings of the sheet for context and evidence.
NOTE_ENTRIES = {
    TextField.CONTEXT: "Context note",
    TextField.EVIDENCE: "Where the evidence is kept",
}

# Headings of the Revised values sheet.
REVISED_QUANTITIES = {
    Quantity.ACTUAL: "Revised actual",
    Quantity.NUMERATOR: "Revised numerator",
    Quantity.DENOMINATOR: "Revised denominator",
}
REVISION_REASON = "Reason for the revision"

# Headings of the Sign-off sheet.
STEP_ID = "Step id"
STEP_ENTRIES = {
    TextField.SIGNED_OFF_BY: "Signed by",
    TextField.SIGNED_OFF_ROLE: "Role",
    TextField.SIGNED_OFF_ON: "Date signed",
}
