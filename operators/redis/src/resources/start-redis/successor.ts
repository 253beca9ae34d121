/** Who can lead in the place of a master that comes back. */
export const successorPart = String.raw`# Whether this replica followed this member until it ended, and has all that was noted here.
has_followed() { # host
  info=$(ask "$1" 6379 member /etc/dataservices/secrets/member-password 'INFO replication' | tr -d '\r')
  [ "$(value role)" = slave ] && [ "$(value master_host)" = "$own_host" ] && [ "$(value master_sync_in_progress)" = 0 ] &&
    [ "$(value slave_priority)" != 0 ] && [ "$(value master_replid)" = "$(field replid)" ] && [ "$(value slave_repl_offset)" -ge "$(field offset)" ]
}

# How much of what was acknowledged has reached the volume, nobody knows: while the disk is busy, a server keeps it in memory for up to two
# seconds. A replica that was in step has it, and would take over this member's data without it.
has_successor() (
  rm -f $run/successor
  for follower in $(field followers); do
    if has_followed "$follower"; then : > $run/successor; fi &
  done
  wait
  [ -e $run/successor ]
)

`;
