"""What safety officers and administrators do in chat, one file a family of commands."""
