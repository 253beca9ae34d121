/** Ready: answers, and has once been in step with the master since it started. A replica whose master is lost stays ready: it is the next one. */
export const redisReadyScript = String.raw`#!/bin/sh
[ -e /run/redis/synchronised ] || exit 1
cli=$(command -v redis-cli || command -v valkey-cli)
if [ -d /etc/dataservices/tls ]; then set -- --tls --insecure; fi
{ printf 'AUTH member '; cat /etc/dataservices/secrets/member-password; printf '\nPING\n'; } | timeout 2 "$cli" -p 6379 "$@" | grep -q PONG
`;

/** Alive: something answers, be it the server, loading or not, or the lobby. Never more: a probe that knows the topology kills the last copy. */
export const redisAliveScript = `#!/bin/sh
cli=$(command -v redis-cli || command -v valkey-cli)
if [ -d /etc/dataservices/tls ]; then set -- --tls --insecure; fi
timeout 3 "$cli" -p 6379 "$@" PING 2> /dev/null | grep -q . || timeout 3 "$cli" -p 6380 "$@" PING 2> /dev/null | grep -q .
`;
