"""What those who run the system do in chat: one file a family of commands. handlers/routing.py: the words for them."""
