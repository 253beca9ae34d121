/**
 * How a sentinel container starts. Constant text: every value reaches it through the environment or a file.
 *
 * A fresh sentinel monitors nothing; the operator tells it whom, once the others or the members agree. Its configuration
 * lives in the pod, so that a restarted container remembers its vote and its epoch, and its id is derived from its name, so that
 * a replaced pod does not leave a ghost among the voters.
 */
export const startSentinelScript = String.raw`#!/bin/sh
set -eu
umask 077

run=/run/sentinel
tls=/etc/dataservices/tls

# What the operator last told this pod's sentinel was saved, and outlives the container; the mounted file may be behind it.
if [ ! -s $run/users.acl ]; then
  cat /etc/dataservices/acl/sentinel.acl > $run/users.acl.new
  mv $run/users.acl.new $run/users.acl
fi

if [ ! -s $run/sentinel.conf ]; then
  {
    if [ -d $tls ]; then printf 'port 0\ntls-port 26379\ntls-replication yes\ntls-auth-clients no\n'; else printf 'port 26379\n'; fi
    printf 'bind * -::*\nprotected-mode no\ndir %s\naclfile %s/users.acl\n' $run $run
    printf 'sentinel myid %s\n' "$(printf %s "$CLUSTER_ID/$POD_NAME" | sha1sum | cut -d ' ' -f 1)"
    printf 'sentinel resolve-hostnames yes\nsentinel announce-hostnames yes\n'
    printf 'sentinel announce-ip %s\nsentinel announce-port 26379\n' "$POD_NAME.$HEADLESS_DOMAIN"
    printf 'sentinel sentinel-user sentinel\nsentinel sentinel-pass %s\n' "$(cat /etc/dataservices/secrets/sentinel-password)"
  } > $run/sentinel.conf.new
  mv $run/sentinel.conf.new $run/sentinel.conf
fi
# An image of Valkey may have its own names alone.
server=$(command -v redis-sentinel || command -v valkey-sentinel)
[ -d $tls ] || exec "$server" $run/sentinel.conf

# All that Sentinel says of its files is where its configuration is: a folder whose name is what it has loaded.
start_sentinel() { # certificate trust
  rm -f $run/loaded:*
  ln -s . "$run/loaded:$1:$2"
  "$server" "$run/loaded:$1:$2/sentinel.conf" --tls-cert-file "$tls/$1.crt" --tls-key-file "$tls/$1.key" --tls-ca-cert-file "$tls/$2.crt" &
  sentinel=$!
}

end_on_change() { # process, files
  while sleep 1; do
    now=$(cat $tls/current) && [ "$now" != "$2" ] && break
  done
  kill "$1"
}

# Sentinel cannot load other files while it runs. It is started again for them, in place, which takes a tenth of a second and forgets nothing.
trap 'kill "$sentinel"; wait "$sentinel"; exit 0' TERM INT
while true; do
  files=$(cat $tls/current)
  start_sentinel $files
  end_on_change "$sentinel" "$files" &
  watcher=$!
  status=0
  wait "$sentinel" || status=$?
  kill "$watcher" 2> /dev/null || true
  if [ "$(cat $tls/current)" = "$files" ]; then exit "$status"; fi
  printf '%s start-sentinel: starting again, with other certificates\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
done
`;
