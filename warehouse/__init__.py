"""The DuckDB warehouse: migrations, loading, checks, and reading."""
