"""The demo: an invented web of six newsrooms, served on loopback, and twenty questions to ask of it."""

from pathlib import Path

QUESTIONS = Path(__file__).parent / "questions"  # one .sql file a question; its first line is the question
