import logging
from pathlib import Path

from kazoo.client import KazooClient
from kazoo.protocol.states import KazooState
from kazoo.retry import KazooRetry

folder = Path("/bindings/zookeeper")


def binding(key: str) -> str:
    """An entry of the binding Secret, mounted as a folder."""
    return (folder / key).read_text()


def has(key: str) -> bool:
    return (folder / key).exists()


def connect() -> KazooClient:
    client = KazooClient(
        hosts=binding("addresses"),
        timeout=6,
        # For as long as it takes: kazoo goes on with the next member, in the same session where it still can.
        connection_retry=KazooRetry(max_tries=-1, delay=0.1, max_delay=1),
        # For what is called by client.retry.
        command_retry=KazooRetry(max_tries=-1, delay=0.1, max_delay=1, deadline=20),
        use_ssl=has("ca.crt"),
        ca=str(folder / "ca.crt") if has("ca.crt") else None,
        auth_data=[("digest", f"{binding('username')}:{binding('password')}")] if has("username") else None,
    )
    client.add_listener(on_state)
    client.start(timeout=30)
    return client


def on_state(state: str) -> None:
    """Called in kazoo's own thread: it must not wait for ZooKeeper in here."""
    if state == KazooState.SUSPENDED:
        logging.warning("zookeeper: disconnected, what is known of locks and leaders may be old")
    elif state == KazooState.LOST:
        logging.warning("zookeeper: the session is over, and its ephemeral nodes are gone")
