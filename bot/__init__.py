"""The process: settings, platforms, web server, clock, courier, command line."""
