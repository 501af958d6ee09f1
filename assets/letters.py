"""Assets that go out to departments: the forms of a period, and reminders while returns lack."""

import dagster as dg

from assets.evidence import OWNERS, preview, way_to
from assets.partitions import Partitions
from assets.steps.forms import send_forms
from assets.steps.house import House
from assets.steps.jobs import finished
from assets.steps.remind import remind
from sources.framework.due import Job
from sources.framework.keys import Close

GROUP = "departments"


def letter_assets(partitions: Partitions) -> tuple[dg.AssetsDefinition, dg.AssetsDefinition]:
    """The forms of a close, and the reminders of a close."""

    @dg.asset(group_name=GROUP, owners=OWNERS, kinds={"excel"}, partitions_def=partitions.closes)
    def return_forms(
        context: dg.AssetExecutionContext, house: dg.ResourceParam[House]
    ) -> dg.MaterializeResult[None]:
        """A pre-filled Excel form for each return of a period, made when the period has ended."""
        paths, is_new = send_forms(house, Close.parse(context.partition_key))
        finished(house, Job.FORMS.value, context.partition_key)
        return dg.MaterializeResult(
            metadata={
                "forms": len(paths),
                "made now": is_new,
                **{path.stem: way_to(house, path) for path in paths},
            }
        )

    @dg.asset(
        deps=[return_forms],
        group_name=GROUP,
        owners=OWNERS,
        kinds={"mail"},
        partitions_def=partitions.closes,
    )
    def reminders(
        context: dg.AssetExecutionContext, house: dg.ResourceParam[House]
    ) -> dg.MaterializeResult[None]:
        """Reminders before and after a deadline, to those whose return is not complete."""
        evidence = remind(house, Close.parse(context.partition_key))
        finished(house, Job.REMIND.value, context.partition_key)
        told = [
            {"slot": slot, "rung": one.rung, "deadline": one.deadline, "outcome": outcome}
            for one in evidence.recorded
            for slot, outcome in [
                *((slot, "reminded") for slot in one.sent),
                *one.not_needed.items(),
            ]
        ]
        return dg.MaterializeResult(
            metadata={
                "letters": len(evidence.letters),
                "preview": preview(told),
                **{path.stem: way_to(house, path) for path in evidence.letters},
            }
        )

    return return_forms, reminders
