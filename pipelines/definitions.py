"""Everything Dagster knows of us, put together in one place.

Importing this module does nothing; Dagster calls `definitions`.
"""

import warnings
from collections.abc import Callable
from datetime import datetime

import dagster as dg
from dagster import BetaWarning, PreviewWarning

from assets.closes import close_assets
from assets.contract import contract_asset
from assets.editions import edition_assets
from assets.letters import letter_assets
from assets.partitions import partitions_of
from assets.returns import slot_assets, submissions
from assets.steps.gather import open_findings
from checks.asset_checks import dimension_checks
from checks.catalogue.catalogue import CLOSE_RULES, RETURN_RULES
from pipelines.executors import executor_of
from pipelines.house import build_house, present
from pipelines.library import library_of
from pipelines.schedules import schedule_of
from pipelines.sensors import behind_sensor, inbox_sensor
from pipelines.settings import Settings
from sources.framework.due import Job
from warehouse import queries


@dg.definitions
def definitions() -> dg.Definitions:
    """The definitions of this installation, from its settings."""
    return build_definitions(Settings.read())


def build_definitions(settings: Settings, now: Callable[[], datetime] = present) -> dg.Definitions:
    """Assets, checks and jobs for the frameworks that the settings name; `now` is its clock."""
    partitions = partitions_of(library_of(settings))
    with warnings.catch_warnings():
        # Partitioned asset checks are a preview feature that we rely on knowingly.
        warnings.simplefilter("ignore", PreviewWarning)
        warnings.simplefilter("ignore", BetaWarning)
        return_checks = dimension_checks(
            "return_findings",
            RETURN_RULES,
            partitions.slots,
            open_findings,
        )
        close_checks = dimension_checks(
            "council_findings",
            CLOSE_RULES,
            partitions.closes,
            lambda house, key: queries.council_findings(house.store.engine, key),
        )
        slot, close = slot_assets(partitions), close_assets(partitions)
        contract = contract_asset(partitions, close)
    edition = edition_assets(partitions)
    forms, reminders = letter_assets(partitions)
    timed = {
        Job.FORMS: _job("forms", "Make the return forms of a period.", forms),
        Job.REMIND: _job("remind", "Remind those whose return is not complete.", reminders),
        Job.CLOSE: _job("close", "Rate a period from its checked returns.", close, contract),
        Job.ISSUE: _job("issue", "Draw up an edition of a report.", edition),
    }
    receive = _job("receive", "Take in the inbox.", submissions)
    check = _job("check", "Check one return.", slot)
    keys = partitions.keys
    return dg.Definitions(
        assets=[forms, submissions, slot, reminders, close, contract, edition],
        asset_checks=[*return_checks, *close_checks],
        jobs=[receive, check, *timed.values()],
        schedules=[schedule_of(job, target, keys) for job, target in timed.items()],
        sensors=[
            inbox_sensor(receive),
            behind_sensor([check, timed[Job.CLOSE], timed[Job.ISSUE]], keys),
        ],
        resources={
            "house": dg.ResourceDefinition(
                lambda _: build_house(settings, now), description="The installation."
            )
        },
        executor=executor_of(settings),
    )


def _job(name: str, description: str, *assets: dg.AssetsDefinition):  # type: ignore[no-untyped-def]
    return dg.define_asset_job(
        name, selection=dg.AssetSelection.assets(*assets), description=description
    )
