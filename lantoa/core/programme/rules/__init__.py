"""Pure arithmetic of windows, days and states, and who may."""
