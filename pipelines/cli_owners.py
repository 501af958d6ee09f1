"""The verb that lists owners: posts that nobody is in, posts with several people, quiet owners."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipelines.cli_house import home_option, house_of
from pipelines.plainly import plainly

if TYPE_CHECKING:
    from assets.steps.owners import Owners
    from sources.framework.owners import Post

_NAMED = 3


@click.command()
@click.option("--council", required=True, help="For example derbyshire.")
@click.option("--period", required=True, help="For example 2023-24-Q2.")
@click.option("--json", "as_json", is_flag=True, help="As JSON, for programs.")
@home_option
@plainly
def owners(council: str, period: str, as_json: bool, home: Path | None) -> None:
    """List who owns measures, key actions and risks, and where nobody does any more.

    Exit code 0 whatever is found; 1 if it cannot be told.
    """
    import json

    from assets.steps.owners import owners_of
    from sources.framework.keys import Close, Period

    key = Close(council, Period.parse(period))
    found = owners_of(house_of(home, key), key)
    click.echo(json.dumps(_data(found), indent=1) if as_json else "\n".join(_lines(found)))


def _lines(found: "Owners") -> Iterator[str]:
    from sources.framework.day_rules import day_text

    council, period = found.framework.council.name, found.close.period.label
    yield f"Owners of {council}, {period}, as on {day_text(found.day)}"
    if found.keeps_people:
        phantoms = [post for post in found.posts if post.is_phantom]
        yield ""
        yield f"Nobody is in post: {len(phantoms) or 'none'}"
        for post in phantoms:
            yield f"  {post.name}: {_gone(post)}; owns {_owns(post)}"
        several = [post for post in found.posts if len(post.holders) > 1]
        yield f"Several people in one post: {len(several) or 'none'}"
        for post in several:
            yield f"  {post.name}: {', '.join(post.holders)}; owns {_owns(post)}"
    else:
        yield "Who is in which post is not known: the framework has no people.yaml."
    after = found.framework.council.quiet_after
    count = len(found.quiet) or "none"
    yield f"No update in the last {after} periods in which one was due: {count}"
    for one in found.quiet:
        yield f"  {one.kind} {one.id}, {one.name}: {one.role} {one.post}"


def _gone(post: "Post") -> str:
    from sources.framework.day_rules import day_text

    if not post.gone:
        return "people.yaml names nobody"
    return ", ".join(
        f"{name} left on {day_text(day)}" if day else f"{name} is not in it any more"
        for name, day in post.gone
    )


def _owns(post: "Post") -> str:
    names = list(dict.fromkeys(f"{one.kind} {one.id}" for one in post.owns))
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + more


def _data(found: "Owners") -> dict[str, Any]:
    """The same for programs: stable names, ISO days."""
    return {
        "council": found.close.council,
        "period": str(found.close.period),
        "as_on": found.day.isoformat(),
        "keeps_people": found.keeps_people,
        "quiet_after": found.framework.council.quiet_after,
        "posts": [
            {
                "post": post.name,
                "holders": list(post.holders),
                "is_phantom": post.is_phantom if found.keeps_people else None,
                "gone": [
                    {"name": name, "left_on": day.isoformat() if day else None}
                    for name, day in post.gone
                ],
                "owns": [{"kind": one.kind, "id": one.id, "role": one.role} for one in post.owns],
            }
            for post in found.posts
        ],
        "quiet": [{"kind": one.kind, "id": one.id, "post": one.post} for one in found.quiet],
    }
