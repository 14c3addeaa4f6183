"""The engine: a document in, its findings out."""
