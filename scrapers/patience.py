import asyncio

from scrapy import Request
from scrapy.downloadermiddlewares.retry import RetryMiddleware


class PatientRetryMiddleware(RetryMiddleware):
    """Scrapy repeats a failed request at once; a server in trouble wants a pause, each time twice as long."""

    async def process_response(self, request, response):
        return await self.pause(super().process_response(request, response))

    async def process_exception(self, request, exception):
        return await self.pause(super().process_exception(request, exception))

    async def pause(self, outcome):
        pause = self.crawler.settings.getfloat("RETRY_PAUSE")
        if isinstance(outcome, Request) and pause:
            await asyncio.sleep(pause * 2 ** (outcome.meta["retry_times"] - 1))
        return outcome
