"""How the site's web server is started, here and wherever it is measured."""


def arguments(port, host="127.0.0.1", workers=2):
    """What to give to python. Four threads each: a slow page holds up nobody."""
    return (
        *("-m", "gunicorn", "--bind", f"{host}:{port}"),
        *("--workers", str(workers), "--threads", "4", "--log-level", "warning"),
        "config.wsgi",
    )
