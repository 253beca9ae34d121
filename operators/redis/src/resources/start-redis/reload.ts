/** What a running server takes up by itself: certificates, and the passwords by which it logs in. */
export const reloadPart = String.raw`# The files that are to be used now, by their names: a kubelet brings all of them at once.
current_files() { if [ -d $tls ]; then cat $tls/current; fi; }

file_settings() { # certificate trust
  printf 'tls-cert-file %s\ntls-key-file %s\ntls-ca-cert-file %s\n' "$tls/$1.crt" "$tls/$1.key" "$tls/$2.crt"
}

# Has the server load another certificate, or other authorities, as soon as they are here. Its settings say what it has loaded.
keep_certificates() {
  while sleep 1; do
    files=$(current_files) && [ "$files" != "$loaded" ] || continue
    as_member 6379 "CONFIG SET $(file_settings $files | tr '\n' ' ')" | grep -q OK || continue
    loaded=$files
    log "loaded $files"
  done
}

# Has the server log in to its master by another password once that is here: twenty seconds later, so that the exporter, which reads its own every
# fifteen, has it as well. What the server shows is what all of this pod uses then.
keep_passwords() { # password
  used=$1
  while sleep 1; do
    now=$(secret replication-password) && [ -n "$now" ] && [ "$now" != "$used" ] || continue
    sleep 20
    as_member 6379 "CONFIG SET masterauth $now" | grep -q OK || continue
    used=$now
    log "uses other internal passwords"
  done
}

`;
