"""The files of a draft that machines read: its ratings with their rules, and every value."""

import yaml

from assets.views import ratings_table, values_table
from assets.views.context import Context
from report_templates.register_files import table_csv

_RULES = "schemes.yaml"


def data_files(context: Context) -> dict[str, bytes]:
    """By name. `quarterday rate ratings.csv --scheme schemes.yaml` works the ratings out again."""
    ratings = ratings_table.ratings_table(context)
    return {
        "ratings.csv": table_csv(ratings_table.HEADINGS, ratings),
        "values.csv": table_csv(values_table.HEADINGS, values_table.values_table(context)),
        _RULES: _rules(context).encode(),
    }


def _rules(context: Context) -> str:
    """As the council wrote it; the public does not read what stands there in comments."""
    text = context.framework.files[_RULES]
    if not context.is_public:
        return text
    # Not loaded and dumped: every number stays as it was written.
    return str(yaml.emit(yaml.parse(text), allow_unicode=True, width=1_000_000))
