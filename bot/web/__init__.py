"""The web server: guards, pages and routes; what a page may show is decided elsewhere."""
