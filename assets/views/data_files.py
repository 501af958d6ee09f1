"""The files of a draft that machines read: its ratings with their rules, and every value."""

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
        # As the council wrote it.
        _RULES: context.framework.files[_RULES].encode(),
    }
