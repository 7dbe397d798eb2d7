"""The timetable. Every scheduled job is a management command, run in its own process."""

import logging
import subprocess
import sys
import threading
import time

from apscheduler.events import EVENT_SCHEDULER_STARTED
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.blocking import BlockingScheduler

logger = logging.getLogger(__name__)

JOBS = [
    # id, cron fields, command
    ("scrape", {"second": 0}, ["scrape_due"]),
    ("announce", {"second": 30}, ["announce"]),
    ("publish", {"second": 15}, ["publish_scheduled", "--skip-checks"]),
    ("voices", {"minute": 0}, ["lapse_voices"]),  # the first of the day comes when the day before is over
    ("lapse", {"hour": 0, "minute": 20}, ["mark_lapsed"]),
    ("sessions", {"hour": 3, "minute": 10}, ["clearsessions"]),
    ("subscribers", {"hour": 3, "minute": 20}, ["forget_subscribers"]),
    ("adhesions", {"hour": 3, "minute": 25}, ["forget_adhesions"]),
    ("answers", {"hour": 3, "minute": 30}, ["forget_answers"]),
    ("duplicates", {"hour": 3, "minute": 40}, ["find_duplicates"]),
    ("spreadsheets", {"minute": 40}, ["purge_spreadsheets"]),
]


class Timetable:
    """One BlockingScheduler and the processes it has started."""

    def __init__(self, timezone, jobs=JOBS):
        self.running = set()
        self.lock = threading.Lock()
        self.is_ending = False
        self.scheduler = BlockingScheduler(
            timezone=timezone,
            executors={"default": ThreadPoolExecutor(len(jobs))},
            # A run that is late still runs (APScheduler's own default drops it after a second); one that
            # takes longer than its interval is not started twice.
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": 600},
        )
        for job_id, cron, command in jobs:
            self.scheduler.add_job(self.run, "cron", args=[command], id=job_id, **cron)

    def start(self):
        """Run until end(). One that was asked to end while it was starting ends at once."""
        self.scheduler.add_listener(lambda event: self.is_ending and self.end(), EVENT_SCHEDULER_STARTED)
        self.scheduler.start()

    def run(self, command):
        with self.lock:
            if self.is_ending:
                return None
            process = subprocess.Popen([sys.executable, "manage.py", *command])  # noqa: S603
            self.running.add(process)
        status = process.wait()
        self.running.discard(process)
        if status:
            logger.error("%s ended with status %s", " ".join(command), status)
        return status

    def end(self, *_):
        """Start nothing more and return from start(). Jobs at work are left to end by themselves."""
        self.is_ending = True
        if self.scheduler.running:
            self.scheduler.shutdown(wait=False)

    def wait(self, seconds=25):
        """Wait for the jobs at work; after so many seconds, ask them to end."""
        deadline = time.monotonic() + seconds
        for process in list(self.running):
            try:
                process.wait(timeout=max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                process.terminate()
