/** Part of the start script: how a node takes up the certificates that it mounts, when it starts and while it runs. */
export const certificateFunctions = `# Certificate and key come in one file and one move: whoever reads them finds those that belong together.
install_certificates() { # certificate trust
  mkdir -p "$run/tls" &&
    cat "$tls/$2.crt" > "$run/truststore.new" && mv "$run/truststore.new" "$run/tls/truststore.pem" &&
    cat "$tls/$1.key" "$tls/$1.crt" > "$run/keystore.new" && mv "$run/keystore.new" "$run/tls/keystore.pem" &&
    log "installed $1 $2"
}

# Erlang keeps what it has read of such files, those of the connections among nodes in a place of their own.
forget_files='ssl:clear_pem_cache(), catch gen_server:call(ssl_pem_cache_dist, {unconditionally_clear_pem_cache, self()}).'

# Brings other certificates, or other authorities, to the running server as soon as they are here.
keep_certificates() {
  local certificate trust
  [ -d "$tls" ] && read -r certificate trust < "$tls/current" || return 0
  [ "$certificate $trust" != "$loaded" ] && install_certificates "$certificate" "$trust" || return 0
  if [ -n "$server" ]; then timeout 30 rabbitmqctl --quiet eval "$forget_files" > /dev/null || return 0; fi
  loaded="$certificate $trust"
}
`;
