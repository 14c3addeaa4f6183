"""Encord's metadata schemas: the typed keys of an organisation, and what fits them."""
