"""`make faults`: a close cut off at every statement, and eight hands at once, on both databases."""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from assets.steps.house import House
from tests import databases
from tests.faults.cuts import differences, hart_house, run, run_and_cut, send_return
from tests.faults.hands import all_at_once
from tests.postgres import Server, a_server


def house_on(server: Server, home: Path) -> House:
    address = databases.new_database(server.url, databases.migrated(server.url))
    house = hart_house(home, address)
    send_return(house)
    return house


def address_of(house: House) -> str:
    return str(house.store.engine.url.render_as_string(hide_password=False))


def cuts(server: Server, folder: Path, every: int) -> Iterator[str]:
    """Faults found when a close is cut off: by a killed connection, now and then by a stop."""
    whole = house_on(server, folder / "whole")
    statements = run_and_cut(whole, -1, lambda: None).statements
    print(f"A close is {statements} statements and commits.", flush=True)
    for number in range(0, statements, every):
        house = house_on(server, folder / str(number))
        address = address_of(house)
        is_stopped = number // every % 5 == 4
        cut: Callable[[], None] = (
            server.stop if is_stopped else lambda at=address: databases.kill_connections(at)
        )
        seen = run_and_cut(house, number, cut)
        if is_stopped:
            server.start()
        again = hart_house(house.home, address)
        run(again)
        how = f"{'server stopped' if is_stopped else 'connection killed'} at {number}"
        yield from (f"{how}: {one} differs" for one in differences(again, whole))
        if seen.said is None:
            yield f"{how}: the run was not cut off"
        again.store.engine.dispose()
        databases.drop_database(address)


def hands(server: Server, folder: Path) -> Iterator[str]:
    """Faults found when eight processes work at once."""
    for councils in (("hart",), ("hart", "derbyshire")):
        for kind in ("sqlite", "postgresql"):
            home = folder / f"{kind}-{len(councils)}"
            home.mkdir(parents=True)
            on_server = databases.new_database(server.url, databases.migrated(server.url))
            address = on_server if kind == "postgresql" else f"sqlite:///{home}/warehouse.db"
            print(f"Eight hands on {' and '.join(councils)}, {kind}", flush=True)
            found = all_at_once(home, address, 8, councils, turns=2)
            yield from (f"{kind}, {' and '.join(councils)}: {one}" for one in found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--every", type=int, default=1, help="cut at every so many statements")
    every = parser.parse_args().every
    faults = 0
    with a_server() as server, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for fault in chain(cuts(server, folder / "cuts", every), hands(server, folder / "hands")):
            faults += 1
            print(fault, flush=True)
    print(f"Faults: {faults}")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
