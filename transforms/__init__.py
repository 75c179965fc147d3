"""Pure functions: bytes to entries, pages to articles, text to mentions, entities and claims."""
