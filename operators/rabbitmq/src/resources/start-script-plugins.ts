/** Part of the start script: how a running node comes to other plugins. */
export const pluginFunctions = `# Plugins are enabled and disabled in the running server, once it serves.
keep_plugins() {
  local wanted names
  [ -e "$run/served" ] && read -r wanted < "$config/enabled_plugins" && [ "$wanted" != "$plugins" ] || return 0
  names=\${wanted//[].[]/}
  log "plugins are to be $names"
  # Without quotes: each is an argument.
  if timeout 120 rabbitmq-plugins --quiet set \${names//,/ }; then plugins=$wanted; fi
}
`;
