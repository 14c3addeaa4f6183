"""Running a check over many files: workers, what is known already, how far it is, Ctrl-C.

The engine checks one document and knows nothing of this; here it is decided where and
whether it does. The reports come in the order of the files, however they were made.
"""
