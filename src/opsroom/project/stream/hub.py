"""One LISTEN connection a process feeds every open stream; polls while it has none: nothing depends on NOTIFY."""

from __future__ import annotations

import asyncio
import contextlib
import contextvars
from collections import defaultdict
from dataclasses import dataclass, field

import psycopg
import structlog
from django.conf import settings
from django.db import connection as django_connection
from psycopg import sql

from opsroom.kernel.records.events import latest_id
from opsroom.kernel.records.wake import CHANNEL, TOPICS
from opsroom.kernel.values import limits
from opsroom.project.database.address import address
from opsroom.project.edge.session import living_sessions

logger = structlog.get_logger("opsroom.stream")


@dataclass(eq=False, slots=True)
class Listener:
    """One open stream. `topics` gathers names until the stream takes them; `ended` asks it to close."""

    session_key: str
    user_id: int
    topics: set[str] = field(default_factory=set)
    ended: bool = False
    stir: asyncio.Event = field(default_factory=asyncio.Event)

    def take(self) -> list[str]:
        """The topics since the last call, in order of name."""
        self.stir.clear()
        taken, self.topics = sorted(self.topics), set()
        return taken


class Hub:
    """All streams of this process. Lives in one event loop."""

    def __init__(self) -> None:
        self._listeners: dict[int, set[Listener]] = defaultdict(set)
        self._tasks: list[asyncio.Task[None]] = []
        self._listening = False

    def join(self, session_key: str, user_id: int) -> Listener | None:
        """A new stream for this person; None when they have STREAMS_PER_PERSON_COUNT open."""
        if self.full(user_id):
            return None
        listener = Listener(session_key, user_id)
        self._listeners[user_id].add(listener)
        if not self._tasks:
            # A context of their own: they outlive the request that came first.
            self._tasks = [
                asyncio.create_task(work(), context=contextvars.Context())
                for work in (self._listen, self._poll, self._check_sessions)
            ]
        return listener

    def full(self, user_id: int) -> bool:
        """True when this person may open no further stream."""
        return len(self._listeners.get(user_id, ())) >= limits.STREAMS_PER_PERSON_COUNT

    def leave(self, listener: Listener) -> None:
        """The stream is closed."""
        self._listeners[listener.user_id].discard(listener)
        if not self._listeners[listener.user_id]:
            del self._listeners[listener.user_id]

    def tell(self, topics: set[str]) -> None:
        """Every open stream hears these topics; unknown names are dropped."""
        known = topics & TOPICS
        for listener in self._everybody():
            if known:
                listener.topics |= known
                listener.stir.set()

    async def close(self) -> None:
        """Ends every stream and the connection behind them."""
        for listener in self._everybody():
            self._end(listener)
        for task in self._tasks:
            task.cancel()
        for task in self._tasks:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._tasks = []

    def _everybody(self) -> list[Listener]:
        return [listener for own in self._listeners.values() for listener in own]

    @staticmethod
    def _end(listener: Listener) -> None:
        listener.ended = True
        listener.stir.set()

    async def _listen(self) -> None:
        """Reconnects for ever; what was said meanwhile is told at once, by polling."""
        while True:
            try:
                await self._listen_once()
            except (OSError, psycopg.Error) as error:
                logger.warning("listening to the database failed", error=type(error).__name__)
            finally:
                self._listening = False
            await asyncio.sleep(limits.STREAM_POLL_SECONDS)

    async def _listen_once(self) -> None:
        dsn = address(settings.DATABASE_ROLE).dsn(settings.DATABASES["default"]["NAME"])
        async with await psycopg.AsyncConnection.connect(dsn, autocommit=True) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self._listening = True
            async for notice in connection.notifies():
                self.tell({notice.payload})

    async def _poll(self) -> None:
        """Without a LISTEN connection (a pooler in between, a restart) any new event stirs every topic.

        Ids are given before commit, so one may be missed: now and then everything is stirred all the same."""
        seen, quiet = -1, 0.0
        while True:
            await asyncio.sleep(limits.STREAM_POLL_SECONDS)
            if self._listening:
                seen, quiet = -1, 0.0
                continue
            quiet += limits.STREAM_POLL_SECONDS
            try:
                latest = await asyncio.to_thread(_latest_event)
            except Exception as error:
                logger.warning("asking for new events failed", error=type(error).__name__)
                continue
            if latest != seen or quiet >= limits.STREAM_HEARTBEAT_SECONDS:
                seen, quiet = latest, 0.0
                self.tell(set(TOPICS))

    async def _check_sessions(self) -> None:
        """Signing out or switching a person off deletes their sessions; their streams end within seconds."""
        while True:
            await asyncio.sleep(limits.STREAM_SESSION_CHECK_SECONDS)
            listeners = self._everybody()
            if not listeners:
                continue
            try:
                living = await asyncio.to_thread(living_sessions, {one.session_key for one in listeners})
            except Exception as error:
                logger.warning("checking sessions failed", error=type(error).__name__)
                continue
            for listener in listeners:
                if listener.session_key not in living:
                    self._end(listener)


def _latest_event() -> int:
    try:
        return latest_id()
    finally:
        django_connection.close()


hub = Hub()
