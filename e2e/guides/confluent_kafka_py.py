import logging
from pathlib import Path
from typing import Callable

from confluent_kafka import Consumer, Message, Producer

folder = Path("/bindings/kafka")


def binding(key: str) -> str:
    """An entry of the binding Secret, mounted as a folder."""
    return (folder / key).read_text()


def has(key: str) -> bool:
    return (folder / key).exists()


def settings() -> dict:
    login = {"sasl.mechanism": "sasl-mechanism", "sasl.username": "username", "sasl.password": "password"}
    return {
        "bootstrap.servers": binding("bootstrap-servers"),
        "security.protocol": binding("security-protocol"),
        **({"ssl.ca.location": str(folder / "ca.crt")} if has("ca.crt") else {}),
        **({setting: binding(key) for setting, key in login.items()} if has("sasl-mechanism") else {}),
        "reconnect.backoff.max.ms": 1000,
        "socket.connection.setup.timeout.ms": 2000,
    }


def producer() -> Producer:
    """Idempotent, which implies acks=all. What is not acknowledged after 30 s fails: it may be there all the same, and what was behind it twice."""
    return Producer(settings() | {"enable.idempotence": True, "delivery.timeout.ms": 30000, "linger.ms": 5})


def consume(topic: str, group: str, handle: Callable[[Message], None]) -> None:
    """Never returns. What was handled and not committed before the consumer was lost is delivered again."""
    consumer = Consumer(
        settings()
        | {
            "group.id": group,
            "auto.offset.reset": "earliest",
            "session.timeout.ms": 10000,
            # Commits go on in the background, of what was handled.
            "enable.auto.offset.store": False,
        }
    )
    consumer.subscribe([topic])
    while True:
        message = consumer.poll(1.0)
        if message is None:
            continue
        if message.error():
            logging.warning("consume: %s", message.error())
            continue
        handle(message)
        consumer.store_offsets(message)
