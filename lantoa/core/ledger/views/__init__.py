"""The screens of the register and of the figures. A view reads a form, calls one action or query, answers."""
