/** Becoming redis-server. */
export const servePart = String.raw`serve() { # electable, then extra lines of configuration
  electable=$1
  password=$(secret replication-password)
  shift
  {
    cat /etc/dataservices/config/redis.conf
    # Of the pod, and not of the file that follows the object: what is on the volume is what this pod has kept.
    printenv RESTART_CONFIG || true
    if [ "$APPEND_ONLY" = no ]; then echo 'appendonly no'; else echo 'appendonly yes'; fi
    printf 'aclfile %s/redis.acl\n' $run
    printf 'masteruser replication\nmasterauth %s\n' "$password"
    printf 'replica-announce-ip %s\nreplica-announce-port 6379\n' "$own_host"
    printf '%s\n' "$@"
    loaded=$(current_files)
    if [ -n "$loaded" ]; then file_settings $loaded; fi
  } > $run/redis.conf
  forget_followers
  rm -f $run/synchronised $data/appendonlydir/temp-appendonly.aof.incr
  keep_record "$electable" &
  keep_passwords "$password" &
  if [ -n "$loaded" ]; then keep_certificates & fi
  exec "$server" $run/redis.conf
}

`;
