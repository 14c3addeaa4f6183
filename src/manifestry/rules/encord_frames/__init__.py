"""M1: what can be wrong with `$encord` in the client metadata of a video."""
