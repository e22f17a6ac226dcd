"""Writing the promise, and what agencies report of it."""

from lantoa.core.programme.actions.periods import (
    AlreadyPlanned,
    NotNow,
    close_period,
    discard_period,
    edit_period,
    expect,
    open_period,
    plan_period,
    reopen_period,
)
from lantoa.core.programme.actions.programme import add_programme, add_task, set_target
from lantoa.core.programme.actions.regimes import forget_day, name_day, save_regime, seed
from lantoa.core.programme.actions.submissions import (
    accept_reports,
    extend,
    return_report,
    submit_report,
    take_out,
    withdraw_report,
)

__all__ = [
    "AlreadyPlanned", "NotNow", "accept_reports", "add_programme", "add_task", "close_period", "discard_period",
    "edit_period", "expect", "extend", "forget_day", "name_day", "open_period", "plan_period", "reopen_period",
    "return_report", "save_regime", "seed", "set_target", "submit_report", "take_out", "withdraw_report",
]  # fmt: skip
