"""Settings: the only reader of the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


class SettingsProblem(Exception):
    """Settings that do not fit together, or ask for what is not there."""


@dataclass(frozen=True)
class Settings:
    """Where state lives, where the warehouse is, and where frameworks are found.

    QUARTERDAY_HOME        folder of all state (default `var`)
    QUARTERDAY_WAREHOUSE   address of the warehouse (default SQLite inside the home folder)
    QUARTERDAY_FRAMEWORKS  more folders of frameworks, parted like PATH, before the examples
    QUARTERDAY_PAGES       address under which the home folder's pages are served to browsers
    QUARTERDAY_EXECUTOR    `in_process` (default), or `celery` for several machines
    QUARTERDAY_BROKER      address of the Redis server between those machines; only for `celery`
    """

    home: Path
    warehouse: str | None
    frameworks: tuple[Path, ...]
    pages: str | None = None
    executor: str = "in_process"
    broker: str | None = None

    @classmethod
    def read(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        env = os.environ if environment is None else environment
        folders = env.get("QUARTERDAY_FRAMEWORKS", "")
        return cls(
            home=Path(env.get("QUARTERDAY_HOME") or "var").resolve(),
            warehouse=env.get("QUARTERDAY_WAREHOUSE") or None,
            frameworks=tuple(Path(p).resolve() for p in folders.split(os.pathsep) if p),
            pages=(env.get("QUARTERDAY_PAGES") or "").rstrip("/") or None,
            executor=env.get("QUARTERDAY_EXECUTOR") or "in_process",
            broker=env.get("QUARTERDAY_BROKER") or None,
        )
