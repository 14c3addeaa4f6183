"""The command line: thin, arguments in, library call, report out."""
