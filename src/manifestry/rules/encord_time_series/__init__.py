"""E7: what can be wrong with the settings of a time series."""
