from pathlib import Path

from redis import Redis
from redis.backoff import ExponentialBackoff, NoBackoff
from redis.exceptions import ConnectionError, TimeoutError
from redis.retry import Retry
from redis.sentinel import Sentinel, SentinelManagedConnection


def binding(key: str) -> str:
    """An entry of the binding Secret, mounted as a folder."""
    return Path("/bindings/redis", key).read_text()


class MasterConnection(SentinelManagedConnection):
    """With TLS: `class …(MasterConnection, SentinelManagedSSLConnection)`."""

    def send_packed_command(self, command, check_health=True):
        # By itself it would go back to the address that it had, as often as it may retry.
        if not self.is_connected:
            self.connect_to(self.connection_pool.get_master_address())
        super().send_packed_command(command, check_health)


def connect() -> Redis:
    sentinel = Sentinel(
        [tuple(node.rsplit(":", 1)) for node in binding("sentinel.nodes").split(",")],
        sentinel_kwargs={
            "username": binding("sentinel.username"),
            "password": binding("sentinel.password"),
            # Where one does not answer, the next is asked at once.
            "socket_timeout": 0.5,
            "socket_connect_timeout": 0.5,
            "retry": Retry(NoBackoff(), 0),
        },
        username=binding("username"),
        password=binding("password"),
        socket_timeout=1,
        socket_connect_timeout=0.5,
    )
    return sentinel.master_for(
        binding("sentinel.master"),
        connection_class=MasterConnection,
        # 11 s of pauses.
        retry=Retry(ExponentialBackoff(cap=0.5, base=0.05), 24),
        retry_on_error=[ConnectionError, TimeoutError],
    )
