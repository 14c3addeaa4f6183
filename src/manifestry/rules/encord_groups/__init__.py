"""E3: what can be wrong with the members of image groups and DICOM series."""
