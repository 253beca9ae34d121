/**
 * Before a data container is stopped: a master with replicas waits up to ten seconds for the operator to move leadership,
 * because a master that stops at once takes with it what the replicas do not have yet, and leaves nobody for as long as Sentinel needs.
 */
export const redisPreStopScript = String.raw`#!/bin/sh
cli=$(command -v redis-cli || command -v valkey-cli)
if [ -d /etc/dataservices/tls ]; then flags='--tls --insecure'; fi
info() { { printf 'AUTH member '; cat /etc/dataservices/secrets/member-password; printf '\nINFO replication\n'; } | timeout 2 "$cli" -p 6379 $flags 2> /dev/null; }
for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
  state=$(info)
  printf '%s' "$state" | grep -q '^role:master' || exit 0
  printf '%s' "$state" | grep -q '^connected_slaves:0' && exit 0
  sleep 0.5
done
`;
