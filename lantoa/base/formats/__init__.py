"""Formats of languages that Django has none for; FORMAT_MODULE_PATH of the settings names this package."""
