/**
 * How a member starts, each time it starts. Constant text: every value reaches it through the environment or a file.
 *
 * A volume that belongs to a member of the ensemble starts at once, by the membership that ZooKeeper wrote on it: no restart of a member
 * needs the operator. A volume that holds nothing, or whose member is none any more, waits for an order, which comes as an annotation of the
 * pod. Only the order to found makes a server that may vote without data, and only on an empty volume; whoever joins starts as an
 * observer, and gets its vote, if any, from the leader after it has copied the data.
 *
 * Where the transaction log has a volume of its own, a member is its two volumes together: each has the same word, and what is on one of them
 * without the other is nobody's. Prevents: a member that votes without the last writes that it has acknowledged, which only its log held.
 */
export const startScript = String.raw`#!/bin/bash
set -euo pipefail
umask 077

data=/data
conf=$data/conf
run=/run/zookeeper
record=$data/dataservices.member
logs=${'$'}{LOG_FOLDER:-}
log_record=$logs/dataservices.member
order=/etc/dataservices/order/order
tls=/etc/dataservices/tls
id=$((10#${'$'}{POD_NAME##*-} + 1))
host=$POD_NAME.$HEADLESS_DOMAIN

log() { printf '%s start-zookeeper: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

refuse() { log "$*"; printf '%s' "$*" > /dev/termination-log; exit 1; }

field_in() { [ ! -e "$1" ] || sed -n "s/^$2=//p" "$1"; } # file name

field() { field_in "$record" "$1"; }

log_field() { [ -z "$logs" ] || field_in "$log_record" "$1"; }

# Whether both volumes are of one life of this member.
is_paired() { [ -z "$logs" ] || { [ -n "$(field pair)" ] && [ "$(field pair)" = "$(log_field pair)" ]; }; }

has_log() { [ -n "$logs" ] && [ -e "$logs/zookeeper/version-2" ]; }

write_record() { # mark
  local pair
  pair=$(log_field pair)
  printf 'cluster=%s\nid=%s\nmark=%s\n'"${'$'}{pair:+pair=$pair\n}" "$CLUSTER_ID" "$id" "$1" > "$record.new"
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
  [ "$(field cluster)" = "$CLUSTER_ID" ] && is_paired && [ -n "$membership" ] && grep -q "^server\.$id=" "$membership"
}

own_line() { printf 'server.%s=%s:2888:3888:%s;%s\n' "$id" "$host" "$1" "${'$'}{CLIENT_ADDRESS:-0.0.0.0:2181}"; }

clear_volume() {
  rm -rf "$conf" "$data/zookeeper"
  mkdir "$conf" "$data/zookeeper"
  printf '%s\n' "$id" > "$data/zookeeper/myid"
  [ -z "$logs" ] || clear_log_volume
}

clear_log_volume() {
  rm -rf "$logs/zookeeper"
  mkdir "$logs/zookeeper"
  printf 'cluster=%s\nid=%s\npair=%s\n' "$CLUSTER_ID" "$id" "$(cat /proc/sys/kernel/random/uuid)" > "$log_record.new"
  mv "$log_record.new" "$log_record"
}

# What a member held when it left, or lost half of, is neither used again nor thrown away. The record of the data goes last: until then
# this is done again.
set_aside() { # name
  log "setting aside what this member held before: set-aside-$1"
  [ -z "$logs" ] || move_aside "$logs" "$1"
  move_aside "$data" "$1"
}

move_aside() { # volume name
  local place=$1/set-aside-$2 part
  for part in zookeeper conf dataservices.member; do
    [ ! -e "$1/$part" ] || { mkdir -p "$place" && mv "$1/$part" "$place/"; }
  done
}

found() {
  [ -z "$(field cluster)" ] && ! has_log || return 1
  log "founding the ensemble $CLUSTER_ID on an empty volume"
  clear_volume
  own_line participant > "$conf/zoo.cfg.dynamic.0"
  : > "${'$'}{logs:-$data}/zookeeper/initialize"
  write_record -
}

join() { # mark
  case $1 in '' | *[!-0-9a-z]*) return 1 ;; esac
  if ! is_paired; then
    if [ -n "$(field cluster)" ]; then set_aside "half-$(field pair)"; elif has_log; then set_aside "half-$(log_field pair)"; fi
  elif [ -n "$(field cluster)" ] && [ "$1" != - ] && [ "$(field mark)" != "$1" ]; then
    set_aside "$1"
  fi
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

if [ -n "$logs" ]; then
  owner=$(log_field cluster)
  [ -z "$owner" ] || [ "$owner" = "$CLUSTER_ID" ] || refuse "the volume of the transaction log holds that of another cluster, $owner: delete its claim if it is not needed"
  [ -z "$owner" ] || [ "$(log_field id)" = "$id" ] || refuse "the volume of the transaction log holds that of member $(log_field id), and this is member $id"
  [ -z "$(field cluster)" ] || [ -n "$(field pair)" ] || refuse "the transaction log of this member is on the volume of its data: delete the object and create it again without spec.logStorage"
else
  [ -z "$(field pair)" ] || refuse "the transaction log of this member is on a volume of its own: delete the object and create it again with spec.logStorage"
fi

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
