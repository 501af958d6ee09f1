"""A county of 300 measures and 8 departments, invented from the Derbyshire example's shapes.

Its framework folder is written out, so that everything runs as it would for a real council.
"""

import csv
import io
import re
from pathlib import Path

import yaml

from sources.framework.library import EXAMPLES

COUNCIL = "county"
MEASURES = 300
DEPARTMENTS = 8
_EXAMPLE = EXAMPLES / "derbyshire" / "2023-24"


def write_county(root: Path) -> Path:
    """Write the framework under `root/county/2023-24`; the folder of frameworks."""
    folder = root / COUNCIL / "2023-24"
    folder.mkdir(parents=True)
    texts = {path.name: path.read_text() for path in _EXAMPLE.iterdir() if path.is_file()}
    texts["council.yaml"] = re.sub(r"id: derbyshire\b", f"id: {COUNCIL}", texts["council.yaml"])
    texts["actions.yaml"] = "actions: []\n"
    departments = [f"department-{n}" for n in range(1, DEPARTMENTS + 1)]
    texts["departments.yaml"] = yaml.safe_dump(
        {
            "departments": [
                {
                    "id": name,
                    "name": name.capitalize(),
                    "lead": f"Director of {name}",
                    "provenance": "ours",
                }
                for name in departments
            ]
        }
    )
    texts["returns.yaml"] = _returns(texts["returns.yaml"], departments)
    renamed = _renamed(texts["measures.csv"])
    for name in ("breakdowns.yaml", "returns.yaml"):
        texts[name] = re.sub(r"\b[a-z]{3}-\d\d\b", lambda own: renamed[own[0]], texts[name])
    for name in ("measures.csv", "targets.csv", "procedures.csv"):
        texts[name] = _multiplied(texts[name], departments)
    for name, text in texts.items():
        (folder / name).write_text(text)
    return root


def _returns(text: str, departments: list[str]) -> str:
    given = yaml.safe_load(text)
    (history,) = [r for r in given["returns"] if r["return_type"] == "history"]
    own = next(r for r in given["returns"] if r["return_type"] == "department")
    recurring = [
        {**own, "id": name, "name": f"{name.capitalize()} return", "departments": [name]}
        for name in departments
    ]
    given["returns"] = [*recurring, {**history, "departments": departments}]
    return yaml.safe_dump(given, sort_keys=False)


def _renamed(measures: str) -> dict[str, str]:
    """What each measure of the example is called where it first stands in the county."""
    ids = [row["id"] for row in csv.DictReader(io.StringIO(measures))]
    return {own: _name(number) for number, own in enumerate(ids)}


def _name(number: int) -> str:
    return f"m-{number + 1:03d}"


def _multiplied(text: str, departments: list[str]) -> str:
    """The example's rows again and again under new ids, dealt to the departments in turn."""
    rows = list(csv.DictReader(io.StringIO(text)))
    key = "id" if "id" in rows[0] else "measure"
    ids = list(dict.fromkeys(row[key] for row in rows))
    by_id = {row[key]: row for row in rows}
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    for number in range(MEASURES):
        row = dict(by_id[ids[number % len(ids)]])
        row[key] = _name(number)
        if "department" in row:
            row["department"] = departments[number % len(departments)]
            row["service"] = ""
            row["name"] = f"{row['name']} ({number + 1})"
            if number >= len(ids):
                row["lg_inform_metric"] = ""
        writer.writerow(row)
    return out.getvalue()
