/**
 * How a member starts, each time it starts. Constant text: every value reaches it through the environment or a file.
 *
 * A volume that belongs to a member of the ensemble starts at once, by the membership that ZooKeeper wrote on it: no restart of a member
 * needs the operator. A volume that holds nothing, or whose member is none any more, waits for an order, which comes as an annotation of the
 * pod. Only the order to found makes a server that may vote without data, and only on an empty volume; whoever joins starts as an
 * observer, and gets its vote, if any, from the leader after it has copied the data.
 */
export const startScript = String.raw`#!/bin/bash
set -euo pipefail
umask 077

data=/data
conf=$data/conf
run=/run/zookeeper
record=$data/dataservices.member
order=/etc/dataservices/order/order
tls=/etc/dataservices/tls
id=$((10#${'$'}{POD_NAME##*-} + 1))
host=$POD_NAME.$HEADLESS_DOMAIN

log() { printf '%s start-zookeeper: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

refuse() { log "$*"; printf '%s' "$*" > /dev/termination-log; exit 1; }

field() { [ ! -e "$record" ] || sed -n "s/^$1=//p" "$record"; }

write_record() { # mark
  printf 'cluster=%s\nid=%s\nmark=%s\n' "$CLUSTER_ID" "$id" "$1" > "$record.new"
  mv "$record.new" "$record"
}

# ZooKeeper writes a new file for each membership that it hears of, named after its version.
newest_membership() {
  local best= top=-1 file version
  for file in "$conf"/zoo.cfg.dynamic.*; do
    version=${'$'}{file##*.}
    case $version in '' | *[!0-9a-f]*) continue ;; esac
    if [ $((16#$version)) -gt "$top" ]; then best=$file top=$((16#$version)); fi
  done
  printf %s "$best"
}

is_member() {
  local membership
  membership=$(newest_membership)
  [ "$(field cluster)" = "$CLUSTER_ID" ] && [ -n "$membership" ] && grep -q "^server\.$id=" "$membership"
}

own_line() { printf 'server.%s=%s:2888:3888:%s;%s\n' "$id" "$host" "$1" "${'$'}{CLIENT_ADDRESS:-0.0.0.0:2181}"; }

clear_volume() {
  rm -rf "$conf" "$data/zookeeper"
  mkdir "$conf" "$data/zookeeper"
  printf '%s\n' "$id" > "$data/zookeeper/myid"
}

# What the member held when it left is neither used again nor thrown away.
set_aside() { # mark
  local place=$data/set-aside-$1 part
  log "setting aside what this volume held when its member left: $place"
  mkdir -p "$place"
  for part in "$data/zookeeper" "$conf" "$record"; do
    [ ! -e "$part" ] || mv "$part" "$place/"
  done
}

found() {
  [ -z "$(field cluster)" ] || return 1
  log "founding the ensemble $CLUSTER_ID on an empty volume"
  clear_volume
  own_line participant > "$conf/zoo.cfg.dynamic.0"
  : > "$data/zookeeper/initialize"
  write_record -
}

join() { # mark
  case $1 in '' | *[!-0-9a-z]*) return 1 ;; esac
  if [ -n "$(field cluster)" ] && [ "$1" != - ] && [ "$(field mark)" != "$1" ]; then set_aside "$1"; fi
  [ -n "$(field cluster)" ] || clear_volume
  log "joining the ensemble $CLUSTER_ID"
  rm -f "$conf"/zoo.cfg.dynamic.*
  { grep '^server\.' "$order" | grep -v "^server\.$id=" || true; own_line observer; } > "$conf/zoo.cfg.dynamic.0"
  write_record "$1"
}

obey() {
  local verb cluster mark
  read -r verb cluster mark < "$order" || return 1
  [ "$cluster" = "$CLUSTER_ID" ] || return 1
  case $verb in
    found) found ;;
    join) join "$mark" ;;
    *) return 1 ;;
  esac
}

resolves() { getent ahosts "$host" | cut -d ' ' -f 1 | grep -qxF "$POD_IP"; }

# The files that are to be used now, by their names: a kubelet brings all of them at once.
current_files() { cat "$tls/current" 2> /dev/null; }

# Whoever presents a certificate of another authority has been made to trust it before. Each file comes in one move, which ZooKeeper
# watches for.
install_certificates() { # certificate trust
  mkdir -p "$run/tls" &&
    cat "$tls/$2.crt" > "$run/truststore.new" && mv "$run/truststore.new" "$run/tls/truststore.pem" &&
    cat "$tls/$1.key" "$tls/$1.crt" > "$run/keystore.new" && mv "$run/keystore.new" "$run/tls/keystore.pem" &&
    loaded="$1 $2" && log "installed $loaded"
}

# Brings other certificates, or other authorities, to the running server as soon as they are here.
keep_certificates() {
  local files
  # For as long as there is a server, which has this shell's number.
  while sleep 1 && kill -0 $$ 2> /dev/null; do
    files=$(current_files) && [ "$files" != "$loaded" ] || continue
    install_certificates $files || continue
  done
}

trap 'exit 0' TERM INT
owner=$(field cluster)
[ -z "$owner" ] || [ "$owner" = "$CLUSTER_ID" ] || refuse "this volume holds data of another cluster, $owner: delete its claim if they are not needed"
[ -z "$owner" ] || [ "$(field id)" = "$id" ] || refuse "this volume holds the data of member $(field id), and this is member $id"

is_member || log "this volume belongs to no member: waiting to be told whether to found or to join"
until is_member || obey; do sleep 0.5; done

# A leader whose own name does not lead to it cannot be followed.
log "waiting until $host leads to $POD_IP"
until resolves; do sleep 0.5; done

membership=$(newest_membership)
for file in "$conf"/zoo.cfg.dynamic.*; do
  [ "$file" = "$membership" ] || rm -f "$file"
done
{
  cat /etc/dataservices/config/zoo.cfg
  printf 'DigestAuthenticationProvider.superDigest=%s\n' "$(cat /etc/dataservices/secrets/super-digest)"
  printf 'dynamicConfigFile=%s\n' "$membership"
} > "$conf/zoo.cfg"
if [ -d "$tls" ]; then
  until install_certificates $(current_files); do sleep 0.5; done
  keep_certificates &
fi
lib=$(echo /apache-zookeeper-*-bin/lib)
log "starting as member $id, by $(basename "$membership")"
exec java @/etc/dataservices/config/jvm.options -cp "$lib/*" org.apache.zookeeper.server.quorum.QuorumPeerMain "$conf/zoo.cfg"
`;
