"""Judgement: what a worker's words mean and where they point. Knows the domain's types, nothing of chats or storage."""
