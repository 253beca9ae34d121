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

digest() { printf %s "$(cat "$1")" | sha256sum | cut -d ' ' -f 1; }

{
  printf 'user default off\n'
  while read -r name file rules; do
    printf 'user %s on #%s %s\n' "$name" "$(digest "$file")" "$rules"
  done < /etc/dataservices/config/sentinel-users
} > $run/users.acl

if [ ! -s $run/sentinel.conf ]; then
  {
    printf 'port 26379\nbind * -::*\nprotected-mode no\ndir %s\naclfile %s/users.acl\n' $run $run
    printf 'sentinel myid %s\n' "$(printf %s "$CLUSTER_ID/$POD_NAME" | sha1sum | cut -d ' ' -f 1)"
    printf 'sentinel resolve-hostnames yes\nsentinel announce-hostnames yes\n'
    printf 'sentinel announce-ip %s\nsentinel announce-port 26379\n' "$POD_NAME.$HEADLESS_DOMAIN"
    printf 'sentinel sentinel-user sentinel\nsentinel sentinel-pass %s\n' "$(cat /etc/dataservices/secrets/sentinel-password)"
  } > $run/sentinel.conf.new
  mv $run/sentinel.conf.new $run/sentinel.conf
fi
exec redis-sentinel $run/sentinel.conf
`;
