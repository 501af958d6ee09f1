"""The kernel's whole job a second time, in DuckDB's SQL: the oracle of its tests, and its rival.

It shares no code with the kernel. Derbyshire's table of ratings is written out; everything else is
window functions over a table of observations, with the facts of series in a table of their own.
"""

import duckdb
import numpy as np
import pandas as pd

from assets.analysis.kernel.block import POLARITIES, UNITS, Block
from sources.values import Unit

_POINTS = """
    create or replace temp table points as
    select series, period, is_first, units / power(10, places) as x from (
        select series, period, places,
            number = 1 as is_first,
            case when is_running and number > 1
                then actual - lag(actual) over (partition by series order by period)
                else actual end as units
        from observations join series using (series)
    ) where units is not null
"""
_LIMITS = """
    create or replace table limits as
    with moves as (
        select series, x, abs(x - lag(x) over (partition by series order by period)) as move
        from points
    ),
    spans as (
        select series, avg(x) as mean, avg(move) as span, count(*) as points
        from moves group by series
    ),
    kept as (
        select series, mean, points, span,
            avg(move) filter (where move < 3.267 * span) as kept
        from moves join spans using (series) group by all
    )
    select series, mean, points, points < 12 as is_trial,
        mean - 2.66 * case when span > 0 then kept else span end as lower,
        mean + 2.66 * case when span > 0 then kept else span end as upper
    from kept
"""
_SIDE = """case when abs({0} - {1}) <= 1e-12 * greatest(abs({0}), abs({1})) then 0
    else sign({0} - {1}) end"""
_CAUSES = f"""
    create or replace temp table causes as
    with marked as (
        select series, period, x, mean, lower, upper,
            {_SIDE.format("x", "mean")} as side,
            {_SIDE.format("x", "lag(x) over w")} as step,
            {_SIDE.format("x", "upper")} > 0 or {_SIDE.format("x", "lower")} < 0 as is_outside
        from points join limits using (series)
        window w as (partition by series order by period)
    ),
    near as (
        select *, not is_outside and (
            {_SIDE.format("x", "(mean + (upper - mean) * 2 / 3)")} > 0
            or {_SIDE.format("x", "(mean - (mean - lower) * 2 / 3)")} < 0) as is_near
        from marked
    ),
    starts as (
        select *,
            abs(sum(side) over seven) = 7 as side_starts,
            abs(sum(step) over six) = 6 as trend_starts,
            abs(sum(side) over three) = 3 and sum(is_near::int) over three >= 2 as near_starts
        from near
        window
            seven as (partition by series order by period rows between current row and 6 following),
            six as (partition by series order by period rows between 1 following and 6 following),
            three as (partition by series order by period rows between current row and 2 following)
    )
    select series, period, side,
        case
            when is_outside then 4
            when bool_or(trend_starts) over seven then 3
            when is_near and bool_or(near_starts) over three then 2
            when bool_or(side_starts) over seven then 1
            else 0
        end as cause
    from starts
    window
        seven as (partition by series order by period rows between 6 preceding and current row),
        three as (partition by series order by period rows between 2 preceding and current row)
"""
_VERDICTS = """
    create or replace table verdicts as
    with gaps as (
        select *,
            case when is_lower then target - actual else actual - target end as gap,
            abs(target) as base,
            lag(actual, 1) over (partition by series order by period) as one_before,
            lag(actual, 4) over (partition by series order by period) as year_before,
            count(actual) over (partition by grp, period) - 1 as others,
            sum(actual) over (partition by grp, period) as total,
            min(actual) over (partition by grp, period)
                = max(actual) over (partition by grp, period) as is_level,
            rank() over (
                partition by grp, period
                order by case when is_lower then actual else -actual end nulls last
            ) as place
        from observations join series using (series)
    ),
    rated as (
        select *,
            case
                when actual is null or target is null then null
                when is_percent and not is_lower and actual >= 100 * power(10, places)::bigint
                    then 0
                when is_percent and not is_lower and target > 95 * power(10, places)::bigint
                    and base <> 0 and gap * 100 > 2 * base then 0
                when base = 0 then case
                    when gap >= 0 then 1
                    when zero_tolerance is null then null
                    when abs(actual) <= zero_tolerance then 1
                    else 3 end
                when gap * 100 > 5 * base then 0
                when gap * 100 >= -2 * base then 1
                when gap * 100 >= -10 * base then 2
                else 3
            end as rating,
            case when lag = 4 then year_before else one_before end as before
        from gaps
    )
    select series, period, rating,
        case when base <> 0 then gap * 100 / base end as variance,
        case
            when actual is null or before is null then null
            when actual = before then 0
            when (actual > before) = is_lower then -1
            else 1
        end as direction,
        count(*) filter (where rating >= 2) over late as exceptions,
        count(rating) over late as rated,
        others,
        case when actual is not null and others >= 3
            then (total - actual) / (others * power(10, places)) end as average,
        case when actual is not null and others >= 3 then place end as rank,
        case when actual is not null and others >= 3 and not is_level
            then (4 * place + others) // (others + 1) end as quartile,
        coalesce(cause, 0) as cause,
        side
    from rated left join causes using (series, period)
    window late as (partition by series order by period rows between 3 preceding and current row)
"""
JOB = (_POINTS, _LIMITS, _CAUSES, _VERDICTS)


def tables_of(block: Block) -> duckdb.DuckDBPyConnection:
    """A database in memory that holds a block as two tables."""
    facts = block.facts
    numbers = np.arange(block.series, dtype=np.int32)
    own = pd.DataFrame(
        {
            "series": numbers,
            "grp": facts.group.astype(np.int32),
            "is_lower": facts.polarity == [p.value for p in POLARITIES].index("lower"),
            "is_percent": facts.unit == UNITS.index(Unit.PERCENT),
            "places": facts.places,
            "lag": facts.lag,
            "is_running": facts.is_running,
            "units": facts.zero_tolerance.units,
            "is_known": facts.zero_tolerance.is_known,
        }
    )
    rows = pd.DataFrame(
        {
            "series": np.repeat(numbers, block.periods),
            "period": np.tile(np.arange(block.periods, dtype=np.int16), block.series),
            "number": np.tile(block.number, block.series),
            "actual": block.actual.units.ravel(),
            "has_actual": block.actual.is_known.ravel(),
            "target": block.target.units.ravel(),
            "has_target": block.target.is_known.ravel(),
        }
    )
    connection = duckdb.connect()
    connection.register("own", own)
    connection.register("given", rows)
    connection.execute(
        "create table series as select * exclude (units, is_known), "
        "case when is_known then units end as zero_tolerance from own"
    )
    connection.execute(
        "create table observations as select series, period, number, "
        "case when has_actual then actual end as actual, "
        "case when has_target then target end as target from given"
    )
    return connection


def describe_in_sql(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables `verdicts` and `limits` anew."""
    for statement in JOB:
        connection.execute(statement)
