import { certificateFunctions } from './start-script-certificates.ts';
import { pluginFunctions } from './start-script-plugins.ts';
import { taskFunctions } from './start-script-tasks.ts';

/**
 * How a node starts, each time it starts, and what it does for the operator while it runs. Constant text: every value reaches it through
 * the environment or a file.
 *
 * A volume that belongs to a node of the cluster starts at once: no restart needs the operator. One that holds nothing waits for an order,
 * which comes as an annotation of the pod. Only the order to found makes a cluster. Whoever joins starts without listeners, joins, and
 * only then starts for clients: RabbitMQ's own discovery of peers is not used, because a node that finds nobody in time goes on alone.
 *
 * What only the command line can do, it does when a task, another annotation, says so.
 */
export const startScript = String.raw`#!/bin/bash
set -euo pipefail
umask 027

volume=/var/lib/rabbitmq
run=/run/rabbitmq
record=$volume/dataservices.member
forgot=$volume/dataservices.forgot
order=/etc/dataservices/told/order
task=/etc/dataservices/told/task
config=/etc/dataservices/config
definitions=/etc/dataservices/definitions/definitions.json
tls=/etc/dataservices/tls
server= ending= state= known= loaded= plugins=
. "$config/environment.sh"
data=$RABBITMQ_MNESIA_BASE
host=$POD_NAME.$HEADLESS_DOMAIN

log() { printf '%s start-rabbitmq: %s\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$*"; }

refuse() { log "$*"; printf '%s' "$*" > /dev/termination-log; exit 1; }

field() { [ ! -e "$record" ] || sed -n "s/^$1=//p" "$record"; }

write_record() { # state mark
  printf 'cluster=%s\nnode=%s\nstate=%s\nmark=%s\n' "$CLUSTER_ID" "$RABBITMQ_NODENAME" "$1" "$2" > "$record.new"
  mv "$record.new" "$record"
}

# Returns early when a signal comes, and starts no process.
nap() {
  read -r -t 1 -u 9 || true
  if [ -n "$ending" ] && [ -z "$server" ]; then exit 0; fi
}

start_server() { # configuration plugins
  if [ -n "$ending" ]; then exit 0; fi
  RABBITMQ_CONFIG_FILE=$1 RABBITMQ_ENABLED_PLUGINS_FILE=$2 rabbitmq-server &
  server=$!
  # A signal that reaches the process before it has become the server is lost.
  while kill -0 "$server" 2> /dev/null && ! grep -q rabbitmq-server "/proc/$server/cmdline" 2> /dev/null; do sleep 0.01; done
  if [ -n "$ending" ]; then kill -TERM "$server" 2> /dev/null || true; fi
}

stop_server() {
  [ -n "$server" ] || return 0
  kill -TERM "$server" 2> /dev/null || true
  while kill -0 "$server" 2> /dev/null; do nap; done
  server=
  if [ -n "$ending" ]; then exit 0; fi
}

# The container is to end: whatever it was about to do next is not begun.
end() {
  ending=true
  if [ -z "$server" ]; then exit 0; fi
  kill -TERM "$server" 2> /dev/null || true
}

${certificateFunctions}
${pluginFunctions}
# What the node held when it left is neither used again nor thrown away.
set_aside() { # name
  local place=$volume/set-aside-$1
  log "setting aside what this volume held when its node left: $place"
  mkdir -p "$place"
  [ ! -e "$data" ] || mv "$data" "$place/"
  rm -f "$record"
}

found() {
  [ -z "$(field cluster)" ] || return 1
  log "founding the cluster $CLUSTER_ID on an empty volume"
  rm -rf "$data"
  write_record founding -
}

# RabbitMQ 4.0 joins only while its own part is stopped.
join_by() { # peer
  rabbitmqctl --quiet join_cluster "$1" || { rabbitmqctl --quiet stop_app && rabbitmqctl --quiet join_cluster "$1"; }
}

# Starts without listeners, so that no client finds a node that is alone.
join() { # mark
  local mark=$1 peer
  case $mark in '' | *[!-0-9a-z]*) return 1 ;; esac
  case $(field state) in
    member) if [ "$mark" = - ] || [ "$(field mark)" = "$mark" ]; then return 1; fi; set_aside "$mark" ;;
    left) set_aside "left-$(date -u +%s)" ;;
  esac
  rm -rf "$data"
  write_record joining "$mark"
  printf 'listeners.tcp = none\nlog.console = true\nlog.console.level = warning\n' > "$run/lobby.conf"
  printf '[].\n' > "$run/no_plugins"
  start_server "$run/lobby.conf" "$run/no_plugins"
  until rabbitmqctl --quiet await_startup > /dev/null 2>&1; do
    kill -0 "$server" 2> /dev/null || { server=; return 1; }
    nap
  done
  for peer in $(sed 1d "$order"); do
    case $peer in rabbit@*) ;; *) continue ;; esac
    log "joining the cluster $CLUSTER_ID by way of $peer"
    if join_by "$peer"; then
      stop_server
      write_record member "$mark"
      return 0
    fi
  done
  stop_server
  return 1
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

# A node that was forgotten while it was away is told so by a mark that it does not know.
is_past() {
  local verb cluster mark
  read -r verb cluster mark < "$order" || return 1
  [ "$verb $cluster" = "join $CLUSTER_ID" ] && [ "$mark" != - ] && [ "$mark" != "$known" ]
}

can_start() {
  state=$(field state)
  known=$(field mark)
  case $state in
    member) ! is_past ;;
    founding) true ;;
    *) false ;;
  esac
}

${taskFunctions}
resolves() { getent ahosts "$host" | cut -d ' ' -f 1 | grep -qxF "$POD_IP"; }

# Its loop has no $( ), within which bash loses a signal that it has a trap for.
main() {
  trap end TERM INT
  rm -f "$run/served" "$run/nap" "$HOME/.erlang.cookie"
  mkfifo "$run/nap"
  exec 9<> "$run/nap"
  printf '%s' "$(cat /etc/dataservices/secrets/erlang-cookie)" > "$HOME/.erlang.cookie"
  chmod 0400 "$HOME/.erlang.cookie"

  owner=$(field cluster)
  [ -z "$owner" ] || [ "$owner" = "$CLUSTER_ID" ] || refuse "this volume holds data of another cluster, $owner: delete its claim if they are not needed"
  [ -z "$owner" ] || [ "$(field node)" = "$RABBITMQ_NODENAME" ] || refuse "this volume holds the data of $(field node), and this is $RABBITMQ_NODENAME"

  if is_told_to_stand_down; then stand_down; fi

  if [ -d "$tls" ]; then
    [ -e "$tls/current" ] || log 'waiting for certificates'
    until keep_certificates && [ -n "$loaded" ]; do nap; done
  fi

  # The others reach a node by its name alone, and it reaches itself by it.
  log "waiting until $host leads to $POD_IP"
  until resolves; do nap; done

  can_start || log 'this volume belongs to no node of the cluster: waiting to be told whether to found or to join'
  until can_start; do obey || nap; done

  cat "$config/rabbitmq.conf" > "$run/rabbitmq.conf"
  # Clients of streams are told whom to connect to: by a name that leads there, unless another one is asked for.
  for key in stream.advertised_host stream.advertised_tls_host; do
    grep -q "^$key " "$run/rabbitmq.conf" || printf '%s = %s\n' "$key" "$host" >> "$run/rabbitmq.conf"
  done
  if [ "$state" = founding ]; then
    founding=/etc/dataservices/secrets/founding.json
    if [ -e "$definitions" ]; then
      # In the order of their names, so that nobody's definitions change the operator's user.
      rm -rf "$run/definitions" && mkdir "$run/definitions"
      cat "$definitions" > "$run/definitions/1.json"
      cat "$founding" > "$run/definitions/2.json"
      founding=$run/definitions
    fi
    printf 'load_definitions = %s\n' "$founding" >> "$run/rabbitmq.conf"
  fi
  cat "$config/enabled_plugins" > "$run/enabled_plugins"
  plugins=$(cat "$run/enabled_plugins")
  log "starting as $RABBITMQ_NODENAME"
  start_server "$run/rabbitmq.conf" "$run/enabled_plugins"
  running=$server
  while kill -0 "$running" 2> /dev/null; do
    if [ "$state" = founding ] && [ -e "$run/served" ]; then write_record member - && state=member; fi
    do_task
    keep_certificates
    keep_plugins
    if is_past; then
      log 'this node was forgotten by the others'
      stop_server
      exec /bin/bash "$0"
    fi
    nap
  done
  wait "$running"
}

main
`;
