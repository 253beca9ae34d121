import logging
import random
import ssl
import time
from pathlib import Path
from typing import Callable

import pika
from pika.adapters.blocking_connection import BlockingChannel
from pika.exceptions import AMQPConnectionError, AMQPError, UnroutableError

folder = Path("/bindings/rabbitmq")
# It logs each failed attempt, with where it was.
logging.getLogger("pika").setLevel(logging.CRITICAL)


def open_channel() -> BlockingChannel:
    """On a connection of its own to any node: of several addresses, pika takes the first that answers."""
    binding = {entry.name: entry.read_text() for entry in folder.iterdir() if entry.is_file()}
    login = pika.PlainCredentials(binding["username"], binding["password"])
    tls = ssl.create_default_context(cadata=binding["ca.crt"]) if "ca.crt" in binding else None
    options = {"credentials": login, "virtual_host": binding["virtual-host"], "heartbeat": 5, "socket_timeout": 2, "stack_timeout": 4}
    nodes = [node.rsplit(":", 1) for node in binding["addresses"].split(",")]
    random.shuffle(nodes)
    parameters = [pika.ConnectionParameters(host, int(port), ssl_options=tls and pika.SSLOptions(tls, host), **options) for host, port in nodes]
    try:
        return pika.BlockingConnection(parameters).channel()
    except Exception as error:  # pika has many for this, ValueError among them.
        raise AMQPConnectionError(repr(error)) from error


class Publisher:
    """For one thread, as a BlockingConnection is."""

    channel: BlockingChannel | None = None

    def publish(self, queue: str, body: bytes, seconds: float = 30) -> None:
        """Returns when the queue has the message for good. After an error it is sent again, so that it may come twice."""
        deadline = time.monotonic() + seconds
        while True:
            try:
                if self.channel is None or self.channel.is_closed:
                    self.channel = open_channel()
                    self.channel.confirm_delivery()
                properties = pika.BasicProperties(content_type="application/json", delivery_mode=2)
                return self.channel.basic_publish("", queue, body, properties, mandatory=True)
            except AMQPError as error:
                logging.warning("publish: %r", error)
                if isinstance(error, UnroutableError) or time.monotonic() > deadline:
                    raise
                time.sleep(0.2)


def consume(queue: str, handle: Callable[[bytes], None]) -> None:
    """Never returns. What was not acknowledged when a connection was lost is delivered again."""
    while True:
        try:
            channel = open_channel()
            channel.basic_qos(prefetch_count=50)
            for method, _, body in channel.consume(queue):
                handle(body)
                channel.basic_ack(method.delivery_tag)
        except AMQPError as error:
            logging.warning("consume: %r", error)
            time.sleep(0.2)
