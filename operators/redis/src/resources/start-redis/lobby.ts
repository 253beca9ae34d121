/** The lobby: an empty server that tells the operator what is on the volume, takes its order, and tries rules of users. */
export const lobbyPart = String.raw`# The mounted file may be a minute and a half behind the operator. What it last told this pod's server was saved, and outlives the
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

`;
