"""The whole public site as files: for any web server, a memory stick, or the day the site is attacked."""
