"""A Statement becomes files. Each is a pure function of the Statement and of a layout profile."""
