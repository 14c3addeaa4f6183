"""The rules: data first, one small file each; the catalogue; no rule knows a file or a screen."""
