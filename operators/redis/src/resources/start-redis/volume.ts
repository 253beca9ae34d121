/** What is on the volume, and whose it is. */
export const volumePart = `field() { sed -n "s/^$1=//p" "$record" 2>/dev/null | head -n 1; }

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

`;
