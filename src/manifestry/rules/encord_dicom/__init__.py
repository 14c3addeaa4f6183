"""E5: what can be wrong with what a manifest says of DICOM files."""
