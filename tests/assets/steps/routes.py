"""Upper Town with a sign-off of three steps and people in its posts, as a folder of its own."""

import shutil
from pathlib import Path

from towns import FRAMEWORKS

ROUTE = """  sign_off:
    - {id: collected, name: Collection Officer, reaches: checked, officer: collection}
    - {id: verified, name: Responsible Officer, reaches: verified, officer: responsible, another_person: yes, blocked_by_follow_ups: yes}
    - {id: authorised, name: Authorising Officer, reaches: authorised, officer: authorising}
"""  # noqa: E501
ONE_STEP = """  sign_off:
    - {id: authorised, name: Director, reaches: authorised, officer: authorising}
"""
PEOPLE = """officers:
  - {id: cole, name: Cole Carr, login: ccarr, posts: [{post: Performance Officer}]}
  - {id: vera, name: Vera Vane, posts: [{post: Head of Service}]}
  - {id: adam, name: Adam Ames, posts: [{post: Director}]}
  - {id: lena, name: Lena Long, left_on: 2023-09-30, posts: [{post: Director, ends: 2023-09-30}]}
  - {id: dora, name: Dora Dale, posts: []}
deputies:
  - {id: dora-for-adam, officer: dora, post: Director, starts: 2023-08-01, ends: 2023-08-31}
"""
LEAVE = """exceptions:
  - {id: small, officer: cole, returns: [treasury], until: 2023-12-31, reason: Small team., approved_by: Audit}
"""  # noqa: E501


def frameworks(
    to: Path, route: str = ROUTE, people: str | None = PEOPLE, visibility: str = "members"
) -> Path:
    """The towns' frameworks with another route, people, and visibility of the board's report."""
    folder = to / "frameworks"
    shutil.copytree(FRAMEWORKS, folder)
    upper = folder / "upper-town" / "2023-24"
    council = (upper / "council.yaml").read_text()
    assert "  sign_off: none\n" in council
    (upper / "council.yaml").write_text(council.replace("  sign_off: none\n", route))
    if people is not None:
        (upper / "people.yaml").write_text(people)
    products = (upper / "products.yaml").read_text()
    products = products.replace("visibility: members", f"visibility: {visibility}", 1)
    (upper / "products.yaml").write_text(
        products.replace("formats: [html]", "formats: [html, pdf]", 1)
    )
    returns = (upper / "returns.yaml").read_text()
    signed = "    commentary: Note\n"
    (upper / "returns.yaml").write_text(
        returns.replace(signed, f"{signed}    signed_off_label: Signed off by\n", 1)
    )
    return folder
