/** The decision: from what the volume holds and whom the sentinels name to what this member is. */
export const decidePart = String.raw`begun=$(date +%s)
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
  elif [ "$named" = "$own_host" ] && [ "$content" = held ] && [ "$(waited)" -lt 30 ] && { [ "$APPEND_ONLY" = no ] || has_successor; }; then
    # Without an append-only file the volume holds an old snapshot, and any replica has more. It gets half a minute to be elected.
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
