"""Typed views of documents, for people who build or read them in Python.

>>> from manifestry.models import encord
>>> manifest = encord.Manifest(videos=[encord.Video(object_url="s3://acme-media/cam1/a.mp4")])
>>> manifest.to_json()
b'{"videos":[{"objectUrl":"s3://acme-media/cam1/a.mp4"}]}'

Nothing else in Manifestry imports this package: pydantic takes a while to load.
"""
