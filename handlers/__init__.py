"""Conversations: what the bot asks, and which command an answer becomes. Start reading in turn.py."""
