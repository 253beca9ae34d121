/** The notes that a member keeps on its volume of how much of whose data it holds. */
export const recordPart = String.raw`write_record() { # settled role replid replid2 offset followers...
  {
    printf 'cluster=%s\nsettled=%s\nrole=%s\nreplid=%s\nreplid2=%s\noffset=%s\ntime=%s\n' "$CLUSTER_ID" "$1" "$2" "$3" "$4" "$5" "$(date +%s)"
    shift 5
    printf 'followers=%s\n' "$*"
  } > "$record.new" && mv "$record.new" "$record"
}

# Who followed an earlier process says nothing of those who follow this one.
forget_followers() { sed -i '/^followers=/d' "$record" 2> /dev/null || true; }

# The hosts that a master sends what comes to, and which have all of what was before.
followers() { printf '%s\n' "$info" | sed -n 's/^slave[0-9]*:ip=\([^,]*\),.*state=online.*/\1/p' | tr '\n' ' '; }

# Notes once a second whose data the volume holds, and how much of it. A replica's volume counts only after a complete
# synchronisation that has reached the disk: before that it is as good as empty, and it must not be elected.
keep_record() {
  last=
  electable=$1
  while sleep 1; do
    info=$(as_member 6379 'INFO replication' | tr -d '\r') || continue
    role=$(value role)
    case $role in
      master) reached="$(value master_repl_offset) $(followers)" ;;
      slave)
        reached=$(value slave_repl_offset)
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
    now="yes $role $(value master_replid) $(value master_replid2) $reached"
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

`;
