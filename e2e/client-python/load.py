"""Writes with the connection of the guide, each write with WAIT 1, until told to finish; then reads every acknowledged one back.

Answers GET /state, POST /mark?name=... and POST /finish as the other load client does.
"""

import argparse
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlparse

from redis_py import connect

WAIT_TIMEOUT_MS = 500


def now_ms() -> float:
    return round(time.time() * 1000, 1)


class Ledger:
    """What the attempts have shown. Gaps are times between two successes."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.started_ms = now_ms()
        self.last_success_ms: float | None = None
        self.attempted = 0
        self.acknowledged: list[int] = []
        self.errors: dict[str, int] = {}
        self.longest = (0.0, self.started_ms)
        self.marks: list[dict] = []

    def begin(self) -> None:
        self.started_ms = now_ms()

    def record(self, seq: int, error: str | None) -> None:
        with self.lock:
            ended_ms = now_ms()
            self.attempted += 1
            if error is None:
                self.acknowledged.append(seq)
                self._close_gap(ended_ms)
                self.last_success_ms = ended_ms
            else:
                self.errors[error] = self.errors.get(error, 0) + 1
                if self.marks and self.marks[-1]["firstFailureMs"] is None:
                    self.marks[-1]["firstFailureMs"] = ended_ms

    def mark(self, name: str) -> dict:
        with self.lock:
            started_ms = self._last_ms()
            self.marks.append(
                {"mark": name, "markedMs": now_ms(), "firstFailureMs": None, "gapStartedMs": started_ms, "firstSuccessAfterMs": None, "gapMs": 0.0}
            )
            return self.marks[-1]

    def state(self) -> dict:
        with self.lock:
            gap_ms, gap_started_ms = max(self.longest, (now_ms() - self._last_ms(), self._last_ms()))
            return {
                "attempted": self.attempted,
                "acknowledged": len(self.acknowledged),
                "errors": self.errors,
                "startedMs": self.started_ms,
                "lastSuccessMs": self.last_success_ms,
                "longestGapMs": round(gap_ms, 1),
                "gapStartedMs": gap_started_ms,
                "marks": self.marks,
            }

    def _last_ms(self) -> float:
        return self.started_ms if self.last_success_ms is None else self.last_success_ms

    def _close_gap(self, ended_ms: float) -> None:
        started_ms = self._last_ms()
        gap_ms = round(ended_ms - started_ms, 1)
        self.longest = max(self.longest, (gap_ms, started_ms))
        if self.marks and gap_ms > self.marks[-1]["gapMs"]:
            self.marks[-1].update(gapMs=gap_ms, gapStartedMs=started_ms, firstSuccessAfterMs=ended_ms)


def write(redis, ledger: Ledger, prefix: str, rate: int, stop: threading.Event) -> None:
    seq = 0
    redis.ping()
    ledger.begin()
    while not stop.wait(1 / rate):
        seq += 1
        try:
            # One pipeline, so that both leave on one connection, also when it is tried again: WAIT is about its own connection's writes.
            _, confirmed = redis.pipeline(transaction=False).set(f"{prefix}:{seq}", seq).wait(1, WAIT_TIMEOUT_MS).execute()
            ledger.record(seq, None if confirmed >= 1 else "WaitTimeout")
        except Exception as error:  # Whatever it is: it is counted by its name.
            ledger.record(seq, type(error).__name__)


def find_lost(redis, prefix: str, acknowledged: list[int]) -> list[int]:
    values = redis.mget([f"{prefix}:{seq}" for seq in acknowledged]) if acknowledged else []
    return [seq for seq, value in zip(acknowledged, values) if value != str(seq).encode()]


def summarize(redis, ledger: Ledger, prefix: str) -> dict:
    state = ledger.state()
    known = {key: state[key] for key in state if key not in ("startedMs", "lastSuccessMs")} | {"type": "summary", "p99Ms": None}
    try:
        lost = find_lost(redis, prefix, ledger.acknowledged)
        return known | {"lost": len(lost), "lostSample": lost[:20]}
    except Exception as error:
        return known | {"lost": None, "lostSample": [], "verifyError": str(error)}


def serve(redis, ledger: Ledger, options, writer: threading.Thread, stop: threading.Event) -> None:
    class Control(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(ledger.state())

        def do_POST(self) -> None:
            url = urlparse(self.path)
            if url.path == "/mark":
                self.answer(ledger.mark(parse_qs(url.query)["name"][0]))
                return
            stop.set()
            writer.join()
            self.answer(summarize(redis, ledger, options.prefix))

        def answer(self, body: dict) -> None:
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(body).encode())

        def log_message(self, *_: object) -> None:
            """One line for each question would hide what matters."""

    ThreadingHTTPServer(("", options.port), Control).serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--prefix", required=True)
    parser.add_argument("--rate", type=int, default=200)
    parser.add_argument("--port", type=int, default=8080)
    options = parser.parse_args()
    redis, ledger, stop = connect(), Ledger(), threading.Event()
    writer = threading.Thread(target=write, args=(redis, ledger, options.prefix, options.rate, stop), daemon=True)
    writer.start()
    serve(redis, ledger, options, writer, stop)


if __name__ == "__main__":
    main()
