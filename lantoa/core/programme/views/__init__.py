"""The screens of programmes, tasks and targets that need no figures; those with figures are the ledger's."""
