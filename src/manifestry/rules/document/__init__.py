"""J: what can be wrong with the text and the JSON of any document."""
