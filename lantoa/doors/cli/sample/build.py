"""Build the sample from its plans, through the same actions as real work.

The same `today` gives the same ledger to the last hash; nothing here reads the clock.
"""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction

from lantoa.base import actions as installation
from lantoa.base import yaml_text
from lantoa.core.ledger import actions as ledger
from lantoa.core.people import actions as people
from lantoa.doors.cli.sample import periods, plans, records, reviews, state
from lantoa.doors.cli.sample.province import found
from lantoa.doors.cli.sample.register import Register, moment

FOLDER = Path(__file__).parent


@transaction.atomic
def build(today: date, *, password: str) -> None:
    """Fill the empty database of the settings. password: of every account that can sign in"""
    province = found(_read("province"), password=password)
    plans.make(_read("plans"), province, today=today)
    register = Register(province)
    stream = records.of_the_scheme(_read("scheme"), _read("year")) + records.of_two_years(_read("year"), today)
    register.plan(stream)
    register.plan(records.counted_once(_read("inventories"), today))
    register.plan_afterwards(_read("scheme")["afterwards"])
    register.plan_repairs(records.to_repair(stream, today))
    register.plan(records.left_open(_read("open"), today))
    reviews.plan(_read("reviews"), register, province, today=today)
    periods.Rounds(_read("periods"), register, province).plan_both(today)
    register.run(today)
    while ledger.post_duties(today=today, by=people.operator(), at=moment(today, hour=7)):
        pass
    installation.name_installation(province.name_vi, province.name_en, province.names)
    installation.mark_sample(state.counted())


def _read(name: str) -> Any:
    """As the file has it: a mapping, or a list."""
    return yaml_text.read(FOLDER / f"{name}.yaml")
