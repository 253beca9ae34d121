/**
 * How a data container starts, each time it starts. Constant text: every value reaches it through the environment or a file.
 *
 * Nobody makes itself a master. The sentinels say who leads, and a volume that does not hold this cluster's data never leads,
 * whatever they say: an empty master would be synchronised, emptiness and all, to the replicas that still hold the data.
 *
 * While it is not decided what to be, redis-server does not run on its port: an answer of any kind keeps Sentinel from
 * failing over. A separate empty server, the lobby, tells the operator what is on the volume and takes its one order:
 * to found the cluster. The operator is needed for that alone; every later start is settled with the sentinels.
 */
export const startRedisScript = String.raw`#!/bin/sh
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

field() { sed -n "s/^$1=//p" "$record" 2>/dev/null | head -n 1; }

has_files() {
  case $APPEND_ONLY in
    no) [ -e $data/dump.rdb ] ;;
    *) ls $data/appendonlydir/*.manifest > /dev/null 2>&1 ;;
  esac
}

holds_data() { [ "$(field cluster)" = "$CLUSTER_ID" ] && [ "$(field settled)" = yes ] && has_files; }

# After a full synchronisation the data is in memory and not yet in the append-only file: this file exists until it is, and what a
# restart would load meanwhile is the data of before, or none.
is_rewriting() { [ -e $data/appendonlydir/temp-appendonly.aof.incr ]; }

# Whether the volume takes no megabyte more. A server says so only when a write has failed, and a replica dies of that: it would be
# started again and again, each time later, and ask the master for a whole copy each time.
is_full() {
  if { head -c 1048576 /dev/zero > $data/room.test; } 2> /dev/null; then full=1; else full=0; fi
  rm -f $data/room.test
  return $full
}

# Whether that host takes replicas now.
answers() { ask "$1" 6379 member /etc/dataservices/secrets/member-password PING 2>/dev/null | grep -q -e PONG -e LOADING; }

# Whether the volume is from before this member left: however good its data looks, the others have gone on without it.
is_retired() { grep -qxF "$POD_NAME" /etc/dataservices/config/retired-members 2> /dev/null; }

# The number of the format that a file of data is in: 0012 where it begins with REDIS0012.
format() { head -c 9 "$1" 2> /dev/null | tr -cd '0-9'; }

# The newest format that this server reads is the one that it writes.
own_format() {
  as_member 6380 SAVE > /dev/null
  format $run/dump.rdb
}

# Whether a newer version wrote what a start would load: in a format that this one does not read, and would not start with.
is_newer() {
  if [ "$APPEND_ONLY" = no ]; then files=$data/dump.rdb; else files=$data/appendonlydir/*.base.rdb; fi
  for file in $files; do
    number=$(format "$file")
    if [ -n "$number" ] && [ "$number" -gt "$own" ]; then return 0; fi
  done
  return 1
}

# It is kept until the copy that takes its place is complete.
set_aside() {
  log "a newer version wrote the data here, in format $number where this one reads up to $own: setting it aside for a copy of the master's"
  write_record no slave none none 0
  aside=$data/set-aside/$(date +%s)
  mkdir -p "$aside"
  for file in $data/dump.rdb $data/appendonlydir; do
    if [ -e "$file" ]; then mv "$file" "$aside/"; fi
  done
}

# held: this cluster's data. newer: the same, in a format that this version does not read. empty: nothing was ever served from here. partial: a synchronisation that did not end.
# foreign: another cluster's data, which must never be overwritten.
content() {
  owner=$(field cluster)
  if [ -n "$owner" ] && [ "$owner" != "$CLUSTER_ID" ]; then echo foreign
  elif holds_data && is_newer; then echo newer
  elif holds_data; then echo held
  elif has_files; then echo partial
  else echo empty
  fi
}

write_record() { # settled role replid replid2 offset
  printf 'cluster=%s\nsettled=%s\nrole=%s\nreplid=%s\nreplid2=%s\noffset=%s\ntime=%s\n' "$CLUSTER_ID" "$1" "$2" "$3" "$4" "$5" "$(date +%s)" > "$record.new" &&
    mv "$record.new" "$record"
}

# Notes once a second whose data the volume holds, and how much of it. A replica's volume counts only after a complete
# synchronisation that has reached the disk: before that it is as good as empty, and it must not be elected.
keep_record() {
  last=
  electable=$1
  while sleep 1; do
    info=$(as_member 6379 'INFO replication' | tr -d '\r') || continue
    value() { printf '%s\n' "$info" | sed -n "s/^$1://p"; }
    role=$(value role)
    case $role in
      master) offset=$(value master_repl_offset) ;;
      slave)
        offset=$(value slave_repl_offset)
        if is_rewriting; then
          if [ "$(field settled)" = yes ]; then write_record no slave "$(field replid)" "$(field replid2)" "$(field offset)" || true; fi
          last=
          continue
        fi
        [ "$(value master_link_status)" = up ] && [ "$(value master_sync_in_progress)" = 0 ] || continue
        if [ "$electable" = no ]; then
          as_member 6379 'CONFIG SET replica-priority 100' | grep -q OK || continue
          electable=yes
        fi
        ;;
      *) continue ;;
    esac
    now="yes $role $(value master_replid) $(value master_replid2) $offset"
    # A full disk must not end the notes for good.
    [ "$now" = "$last" ] || write_record $now || continue
    last=$now
    if [ -e $data/set-aside ]; then
      log "the copy is complete: removing what was set aside"
      rm -rf $data/set-aside
    fi
    : > $run/synchronised
  done
}

# The files that are to be used now, by their names: a kubelet brings all of them at once.
current_files() { if [ -d $tls ]; then cat $tls/current; fi; }

file_settings() { # certificate trust
  printf 'tls-cert-file %s\ntls-key-file %s\ntls-ca-cert-file %s\n' "$tls/$1.crt" "$tls/$1.key" "$tls/$2.crt"
}

# Has the server load another certificate, or other authorities, as soon as they are here. Its settings say what it has loaded.
keep_certificates() {
  while sleep 1; do
    files=$(current_files) && [ "$files" != "$loaded" ] || continue
    as_member 6379 "CONFIG SET $(file_settings $files | tr '\n' ' ')" | grep -q OK || continue
    loaded=$files
    log "loaded $files"
  done
}

# Has the server log in to its master by another password once that is here: twenty seconds later, so that the exporter, which reads its own every
# fifteen, has it as well. What the server shows is what all of this pod uses then.
keep_passwords() { # password
  used=$1
  while sleep 1; do
    now=$(secret replication-password) && [ -n "$now" ] && [ "$now" != "$used" ] || continue
    sleep 20
    as_member 6379 "CONFIG SET masterauth $now" | grep -q OK || continue
    used=$now
    log "uses other internal passwords"
  done
}

serve() { # electable, then extra lines of configuration
  electable=$1
  password=$(secret replication-password)
  shift
  {
    cat /etc/dataservices/config/redis.conf
    # Of the pod, and not of the file that follows the object: what is on the volume is what this pod has kept.
    printenv RESTART_CONFIG || true
    if [ "$APPEND_ONLY" = no ]; then echo 'appendonly no'; else echo 'appendonly yes'; fi
    printf 'aclfile %s/redis.acl\n' $run
    printf 'masteruser replication\nmasterauth %s\n' "$password"
    printf 'replica-announce-ip %s\nreplica-announce-port 6379\n' "$own_host"
    printf '%s\n' "$@"
    loaded=$(current_files)
    if [ -n "$loaded" ]; then file_settings $loaded; fi
  } > $run/redis.conf
  rm -f $run/synchronised $data/appendonlydir/temp-appendonly.aof.incr
  keep_record "$electable" &
  keep_passwords "$password" &
  if [ -n "$loaded" ]; then keep_certificates & fi
  exec "$server" $run/redis.conf
}

# The mounted file may be a minute and a half behind the operator. What it last told this pod's server was saved, and outlives the
# container; so the mounted one is for the first start alone.
write_acl() {
  [ -s $run/redis.acl ] && return
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ask 127.0.0.1 6380 start $run/start-password PING | grep -q PONG && break
    sleep 0.1
  done
  understood < $acl/redis.acl > $run/redis.acl.new
  mv $run/redis.acl.new $run/redis.acl
}

# A rule that this version of Redis does not know would keep it from starting. So every user is tried in the lobby first, and one that
# is refused is left out; the operator says so. The reset at the end leaves nothing of it.
understood() {
  while read -r word name rules; do
    reply=$(ask 127.0.0.1 6380 start $run/start-password "ACL SETUSER _draft $rules reset" < /dev/null)
    case $reply in
      *ERR*) log "left out the user $name: $reply" >&2 ;;
      *) printf '%s %s %s\n' "$word" "$name" "$rules" ;;
    esac
  done
}

# By their digests, which change while passwords do.
lobby_users() { cat $acl/lobby.acl; }

open_lobby() {
  head -c 24 /dev/urandom | sha256sum | cut -d ' ' -f 1 > $run/start-password
  known=$(lobby_users)
  {
    printf '%s\n' "$known"
    printf 'user start on #%s resetkeys resetchannels +ping +acl|setuser\n' "$(tr -d '\n' < $run/start-password | sha256sum | cut -d ' ' -f 1)"
  } > $run/lobby.acl
  loaded=$(current_files)
  {
    if [ -n "$loaded" ]; then printf 'port 0\ntls-port 6380\ntls-auth-clients no\n'; file_settings $loaded; else printf 'port 6380\n'; fi
    printf 'bind * -::*\nprotected-mode no\ndir %s\nsave ""\nappendonly no\naclfile %s/lobby.acl\nloglevel warning\n' $run $run
  } > $run/lobby.conf
  "$server" $run/lobby.conf > /dev/null &
  lobby=$!
}

leave_lobby() {
  write_acl
  close_lobby
}

close_lobby() {
  kill "$lobby" 2> /dev/null || true
  wait "$lobby" 2> /dev/null || true
}

loaded_note() { if [ $# -gt 0 ]; then printf ' certificate %s trust %s' "$1" "$2"; fi; }

announce() { # state content
  or() { field "$1" | grep . || echo "$2"; }
  as_member 6380 "HSET member state $1 content $2 cluster $(or cluster none) role $(or role none) replid $(or replid none) replid2 $(or replid2 none) offset $(or offset 0) time $(or time 0) room $room$(loaded_note $loaded)" > /dev/null || true
}

begun=$(date +%s)
waited() { echo $(($(date +%s) - begun)); }

trap 'exit 0' TERM INT
open_lobby
log "asking the sentinels who leads"
own=
room=yes
while true; do
  if [ -z "$own" ]; then
    own=$(own_format)
    # The lobby is about to answer. One that cannot tell hinders nobody for long.
    if [ -z "$own" ] && [ "$(waited)" -lt 5 ]; then sleep 0.1; continue; fi
    if [ -z "$own" ]; then own=9999; fi
  fi
  if [ "$(current_files)" != "$loaded" ] || [ "$(lobby_users)" != "$known" ]; then
    close_lobby
    open_lobby
  fi
  content=$(content)
  named=$(leader)
  if [ "$content" = foreign ]; then
    announce refusing foreign
  elif [ "$named" = "$own_host" ] && [ "$content" = held ] && [ "$APPEND_ONLY" = no ] && [ "$(waited)" -lt 30 ]; then
    # Without an append-only file the volume holds an old snapshot. Any replica has more: it gets half a minute to be elected.
    announce refusing held
  elif [ "$named" = "$own_host" ] && [ "$content" = held ]; then
    leave_lobby
    log "a majority of the sentinels names this member: starting as the master"
    serve yes
  elif [ "$named" = "$own_host" ]; then
    announce refusing "$content"
  elif [ -n "$named" ] && ! answers "$named" && { [ "$content" != held ] || is_retired || [ "$(waited)" -lt 10 ]; }; then
    # A replica that has not heard from its master since it started looks to Sentinel like any other. With an empty volume it
    # or a retired one must never be elected; with an old copy not before the master, which has more, has had ten seconds to come back.
    announce waiting "$content"
  elif [ -n "$named" ] && is_full; then
    # Whoever is named starts all the same: what it has can be read.
    if [ "$room" = yes ]; then log "the volume is full: waiting for room before following $named"; fi
    room=no
    announce waiting "$content"
  elif [ -n "$named" ]; then
    leave_lobby
    log "a majority of the sentinels names $named: starting as its replica"
    if is_newer; then set_aside; fi
    if [ "$content" = held ] && ! is_retired; then serve yes "replicaof $named 6379"
    else serve no "replicaof $named 6379" 'replica-priority 0'
    fi
  else
    announce waiting "$content"
    if [ "$content" = empty ] && [ "$(as_member 6380 'GET order' | tr -d '\r')" = "found $CLUSTER_ID" ]; then
      leave_lobby
      log "founding cluster $CLUSTER_ID on an empty volume"
      write_record yes master none none 0
      serve yes
    fi
  fi
  sleep 0.5
done
`;
