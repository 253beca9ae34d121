/** Part of the start script: what a node does beside running, because a task says so. */
export const taskFunctions = String.raw`is_told_to_stand_down() {
  local verb cluster
  read -r verb cluster _ < "$task" || return 1
  [ "$cluster" = "$CLUSTER_ID" ] || return 1
  case $verb in
    stand-down) true ;;
    # Only a node that runs can leave, so one that was told to starts once more.
    leave) [ "$(field state)" = left ] ;;
    *) false ;;
  esac
}

hand_over() {
  log 'standing down: handing leaders over'
  rm -f "$run/served"
  timeout 60 rabbitmq-upgrade drain || log 'they could not all be handed over'
}

stand_down() {
  if [ -n "$server" ]; then
    hand_over
    stop_server
  fi
  write_record left -
  log 'stood down: this node is to leave the cluster'
  while true; do nap; done
}

# What is done is done: a second reset of a node that has left changes nothing.
leave() {
  hand_over
  until timeout 60 rabbitmqctl --quiet stop_app && timeout 60 rabbitmqctl --quiet reset; do
    log 'the cluster could not be left yet'
    nap
  done
  stop_server
  stand_down
}

forget_node() { # token node
  [ "$(cat "$forgot" 2> /dev/null)" != "$1" ] || return 0
  log "having $2 forgotten"
  if timeout 120 rabbitmqctl --quiet forget_cluster_node "$2"; then
    printf '%s\n' "$1" > "$forgot"
  else
    log "$2 could not be forgotten yet"
  fi
}

add_stream_member() { # token node vhost queue, the last two in base64
  local vhost queue
  [ "$(cat "$run/streamed" 2> /dev/null)" != "$1" ] || return 0
  vhost=$(base64 -d <<< "$3") && queue=$(base64 -d <<< "$4") || return 0
  log "giving the stream $queue in $vhost a member on $2"
  if timeout 120 rabbitmq-streams --quiet add_replica "$queue" "$2" --vhost "$vhost"; then
    printf '%s\n' "$1" > "$run/streamed"
  else
    log 'it could not be given one yet'
  fi
}

do_task() {
  local verb cluster token node vhost queue
  read -r verb cluster token node vhost queue < "$task" || return 0
  [ "$cluster" = "$CLUSTER_ID" ] || return 0
  case $verb in
    stand-down) stand_down ;;
    leave) leave ;;
    forget) forget_node "$token" "$node" ;;
    add-stream-member) add_stream_member "$token" "$node" "$vhost" "$queue" ;;
  esac
}
`;
