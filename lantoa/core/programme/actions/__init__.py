"""Writing the promise, and what agencies report of it."""

from lantoa.core.programme.actions.copying import Copied, copy_plan
from lantoa.core.programme.actions.findings import (
    FindingFacts,
    add_finding,
    carry_finding,
    delete_finding,
    edit_finding,
    reopen_finding,
    settle_finding,
)
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
from lantoa.core.programme.actions.programme import (
    ProgrammeFacts,
    TaskFacts,
    add_programme,
    add_task,
    declare_done,
    delete_programme,
    delete_task,
    edit_programme,
    edit_task,
    end,
    reopen,
    sign,
    stop,
)
from lantoa.core.programme.actions.regimes import (
    RegimeFacts,
    add_regime,
    edit_regime,
    end_regime,
    forget_day,
    name_day,
    renew_regime,
    seed,
    take_back_change,
)
from lantoa.core.programme.actions.submissions import (
    accept_reports,
    change_extension,
    extend,
    look_through_report,
    return_report,
    return_reports,
    submit_report,
    take_out,
    take_out_many,
    withdraw_report,
)
from lantoa.core.programme.actions.targets import set_target, withdraw_target

__all__ = [
    "AlreadyPlanned", "Copied", "FindingFacts", "NotNow", "ProgrammeFacts", "RegimeFacts", "TaskFacts",
    "accept_reports", "add_finding", "add_programme", "add_regime", "add_task", "carry_finding", "change_extension",
    "close_period", "copy_plan", "declare_done", "delete_finding", "delete_programme", "delete_task", "discard_period",
    "edit_finding", "edit_period", "edit_programme", "edit_regime", "edit_task", "end", "end_regime", "expect",
    "extend", "forget_day", "look_through_report", "name_day", "open_period", "plan_period", "renew_regime", "reopen",
    "reopen_finding", "reopen_period", "return_report", "return_reports", "seed", "set_target", "settle_finding",
    "sign", "stop", "submit_report", "take_back_change", "take_out", "take_out_many", "withdraw_report",
    "withdraw_target",
]  # fmt: skip
