"""Where the past comes from: sources that know which pages there were, and supply their bytes to the line."""
