/** What RabbitMQ's programs, the server and those of the command line, must know. Constant text: it is sourced by whatever runs in the container. */
export const environmentScript = `export HOME=/run/rabbitmq
export LANG=C.UTF-8
export RABBITMQ_NODENAME=rabbit@$POD_NAME.$HEADLESS_DOMAIN
export RABBITMQ_USE_LONGNAME=true
export RABBITMQ_DIST_PORT=25672
export RABBITMQ_LOGS=-
export RABBITMQ_MNESIA_BASE=/var/lib/rabbitmq/mnesia
export RABBITMQ_CONF_ENV_FILE=/dev/null
export RABBITMQ_ENABLED_PLUGINS_FILE=/run/rabbitmq/enabled_plugins
if [ -d /etc/dataservices/tls ]; then
  export RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS='-proto_dist inet_tls -ssl_dist_optfile /etc/dataservices/config/nodes-tls.config'
  export RABBITMQ_CTL_ERL_ARGS=$RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS
fi
`;
