/**
 * How a server starts, each time it starts. Constant text: every value reaches it through the environment or a file.
 *
 * A volume that is formatted starts at once: no restart of a member needs the operator, but for a broker on a node of which it does not know
 * where it stands. An empty volume of a broker is formatted for its cluster, and gets what belongs on it from the others. An empty volume of a
 * controller waits for an order, which comes as an annotation of the pod: only the order to found makes a voter without data; whoever joins
 * listens until the quorum takes it in.
 */
export const startScript = String.raw`#!/bin/bash
set -euo pipefail
umask 027

data=/data/kafka
run=/run/kafka
config=/etc/dataservices/config
told=/etc/dataservices/told
tls=/etc/dataservices/tls
kafka=/opt/kafka
agent=/opt/jmx-exporter/jmx_prometheus_javaagent.jar
host=$POD_NAME.$HEADLESS_DOMAIN
id=$((10#${'$'}{POD_NAME##*-} + FIRST_ID))
recorded_rack=/data/dataservices.rack
recorded_addresses=/data/dataservices.addresses
room=/data/dataservices.room

log() { printf '%s start-kafka: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

refuse() { log "$*"; printf '%s' "$*" > /dev/termination-log; exit 1; }

# What Kafka itself wrote on the volume when it was formatted: the last thing that it does then.
field() { [ ! -e "$data/meta.properties" ] || sed -n "s/^$1=//p" "$data/meta.properties" | tr -d '\r\\'; }

is_formatted() { [ -n "$(field cluster.id)" ]; }

# In one order everywhere: what the image keeps of an earlier start is good for no other.
jars=$(printf '%s:' "$kafka"/libs/*.jar)
jars=${'$'}{jars%:}

# Classes as an earlier start had them in memory, where the image has them, as the official one does: most of a start is to read and check them.
kept() { [ ! -e "$kafka/$1.jsa" ] || printf '%s' "-XX:SharedArchiveFile=$kafka/$1.jsa"; }

format() { java $(kept storage) -cp "$jars" kafka.tools.StorageTool format --cluster-id "$CLUSTER_ID" --config "$run/server.properties" "$@"; }

obey() {
  local verb cluster voters
  read -r verb cluster voters < "$told/order" || return 1
  [ "$cluster" = "$CLUSTER_ID" ] || return 1
  case $verb in
    found) log "founding the cluster $CLUSTER_ID on an empty volume" && format --initial-controllers "$voters" ;;
    join) log "joining the cluster $CLUSTER_ID" && format --no-initial-controllers ;;
    *) return 1 ;;
  esac
}

# A mebibyte: without it Kafka ends while it starts, and a kubelet starts what ends ever later, so that nobody would be there when the volume has grown.
has_room() { head -c 1048576 /dev/zero 2> /dev/null > "$room" && rm "$room"; }

resolves() { getent ahosts "$host" | cut -d ' ' -f 1 | grep -qxF "$POD_IP"; }

# Where this broker stands, as it is told; where nobody tells it, where it stood.
find_rack() {
  local tries=0
  until [ -s "$told/rack" ]; do
    if [ -s "$recorded_rack" ] && [ "$tries" -ge 20 ]; then cat "$recorded_rack"; return; fi
    sleep 0.5
    tries=$((tries + 1))
  done
  cat "$told/rack"
}

# Where clients reach this broker by the listeners that do not go by its name.
placeholders() { sed -n 's/^advertised\.listeners=//p' "$run/server.properties" | grep -o '{[A-Z0-9]*}' | tr -d '{}' || true; }

knows_all() { # file and names
  local file=$1 name
  shift
  for name in "$@"; do grep -qs "^$name [^ ]" "$file" || return 1; done
}

announce_addresses() { # names
  local tries=0 source=$told/addresses name place
  until knows_all "$told/addresses" "$@"; do
    if knows_all "$recorded_addresses" "$@" && [ "$tries" -ge 20 ]; then source=$recorded_addresses; break; fi
    [ "$tries" -ne 0 ] || log "waiting to be told where clients reach this broker: $*"
    sleep 0.5
    tries=$((tries + 1))
  done
  [ "$source" = "$recorded_addresses" ] || cat "$source" > "$recorded_addresses"
  while read -r name place; do
    sed -i "/^advertised\.listeners=/s|{$name}|$place|" "$run/server.properties"
  done < "$source"
}

# What a server presents, and whom it trusts, is what was here when it started: nobody changes it under a server that runs.
install_certificates() {
  local certificate trust
  read -r certificate trust < "$tls/current" || return 1
  mkdir -p "$run/tls"
  cat "$tls/$trust.crt" > "$run/tls/truststore.pem" && (umask 077 && cat "$tls/$certificate.key" "$tls/$certificate.crt" > "$run/tls/keystore.pem") &&
    log "presents $certificate, trusts $trust"
}

trap 'exit 0' TERM INT
owner=$(field cluster.id)
[ -z "$owner" ] || [ "$owner" = "$CLUSTER_ID" ] || refuse "this volume holds data of another cluster, $owner: delete its claim if they are not needed"
[ -z "$owner" ] || [ "$(field node.id)" = "$id" ] || refuse "this volume holds the data of node $(field node.id), and this is node $id"

if ! has_room 2> /dev/null; then
  log "this volume is full: waiting until it has room"
  until has_room 2> /dev/null; do rm -f "$room" 2> /dev/null || true; sleep 0.5; done
fi

# Others must find it by its name from the moment that it starts.
log "waiting until $host leads to $POD_IP"
until resolves; do sleep 0.5; done

{
  sed "/^advertised.listeners=/s/{host}/$host/g" "$config/$ROLE.properties"
  printf 'node.id=%s\n' "$id"
} > "$run/server.properties"
told_listeners=$(placeholders)
# Names of listeners are letters and digits.
[ -z "$told_listeners" ] || announce_addresses $told_listeners
if [ "$ROLE" = broker ] && [ "$RACK_MODE" = Zone ]; then
  rack=$(find_rack)
  # On a full volume, a write would lose what is there.
  [ "$(cat "$recorded_rack" 2> /dev/null)" = "$rack" ] || printf '%s' "$rack" > "$recorded_rack"
  [ "$rack" = - ] || printf 'broker.rack=%s\n' "$rack" >> "$run/server.properties"
fi

if ! is_formatted; then
  mkdir -p "$data"
  case $ROLE in
    broker) log "formatting an empty volume for the cluster $CLUSTER_ID" && format ;;
    controller)
      log "this volume is empty: waiting to be told whether to found or to join"
      until is_formatted; do obey || sleep 0.5; done
      ;;
  esac
fi

if [ -d "$tls" ] && ! install_certificates; then
  log "waiting for a certificate"
  until install_certificates 2> /dev/null; do sleep 0.5; done
fi

metrics=()
if [ "$METRICS_MODE" = Enabled ]; then
  if [ -e "$agent" ]; then metrics=("-javaagent:$agent=9404:$config/exporter.yaml"); else log "this image has no $agent: there are no metrics"; fi
fi
archive=$(kept kafka)
# Within $( ) bash loses a signal that it has a trap for, and the server would never be told to stop.
trap - TERM INT
log "starting as $ROLE $id"
exec java "@$config/$ROLE-jvm.options" $archive "${'$'}{metrics[@]}" -cp "$jars" kafka.Kafka "$run/server.properties"
`;
