"""Progress for people at a terminal: what is being done now, with the time it takes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def shown() -> Iterator[Callable[[str], None]]:
    """A function to be told what begins. On a terminal a spinner shows it; elsewhere, lines."""
    from rich.console import Console
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda words: console.print(f"{words} ...", highlight=False)
        return
    columns = (
        SpinnerColumn(finished_text="[green]done[/]"),
        TextColumn("{task.description}"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console) as progress:
        running = []

        def begin(words: str) -> None:
            finish()
            running.append(progress.add_task(words, total=1))

        def finish() -> None:
            if running:
                progress.update(running[-1], completed=1)

        yield begin
        finish()
