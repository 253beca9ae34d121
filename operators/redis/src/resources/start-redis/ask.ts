/** The beginning of the start script: where everything is, how servers are asked, and whom the sentinels name. */
export const askPart = String.raw`#!/bin/sh
set -eu
umask 077

data=/data
run=/run/redis
acl=/etc/dataservices/acl
record=$data/dataservices.member
own_host="$POD_NAME.$HEADLESS_DOMAIN"
tls=/etc/dataservices/tls

# Within the pod nobody else can answer: there a certificate that has expired must not keep the next one from being loaded.
local_tls= remote_tls=
if [ -d $tls ]; then local_tls='--tls --insecure' remote_tls="--tls --cacert $tls/ca.crt"; fi

# An image of Valkey may have its own names alone.
server=$(command -v redis-server || command -v valkey-server)
cli=$(command -v redis-cli || command -v valkey-cli)

log() { printf '%s start-redis: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

secret() { cat "/etc/dataservices/secrets/$1"; }

ask() { # host port user password-file command...
  host=$1 port=$2 user=$3 file=$4
  shift 4
  case $host in
    127.0.0.1) verify=$local_tls ;;
    *) verify=$remote_tls ;;
  esac
  { printf 'AUTH %s ' "$user"; cat "$file"; printf '\n%s\n' "$*"; } | timeout 2 "$cli" -h "$host" -p "$port" $verify 2>/dev/null | tail -n +2
}

as_member() { ask 127.0.0.1 "$1" member /etc/dataservices/secrets/member-password "$2"; }

# Of what INFO said last.
value() { printf '%s\n' "$info" | sed -n "s/^$1://p"; }

# The host that more than half of all sentinels name, counting silent ones, and those that answer with an error, as naming nobody.
leader() {
  rm -f $run/vote.*
  total=0
  while read -r sentinel; do
    total=$((total + 1))
    ask "$sentinel" 26379 member /etc/dataservices/secrets/member-password "SENTINEL GET-MASTER-ADDR-BY-NAME $MASTER_NAME" 2>/dev/null | head -n 1 > "$run/vote.$total" &
  done < /etc/dataservices/config/sentinels
  wait
  cat $run/vote.* 2>/dev/null | grep -F ".$HEADLESS_DOMAIN" | sort | uniq -c | sort -rn | while read -r count host; do
    [ $((count * 2)) -gt $total ] && printf '%s\n' "$host"
    break
  done
}

`;
