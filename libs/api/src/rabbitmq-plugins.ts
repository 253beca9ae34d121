/** Plugins that come with RabbitMQ and concern neither how nodes find each other nor who may log in. Management and metrics are the operator's. */
export const rabbitmqPlugins = [
  'rabbitmq_consistent_hash_exchange',
  'rabbitmq_event_exchange',
  'rabbitmq_federation',
  'rabbitmq_federation_management',
  'rabbitmq_jms_topic_exchange',
  'rabbitmq_mqtt',
  'rabbitmq_random_exchange',
  'rabbitmq_recent_history_exchange',
  'rabbitmq_sharding',
  'rabbitmq_shovel',
  'rabbitmq_shovel_management',
  'rabbitmq_stomp',
  'rabbitmq_stream',
  'rabbitmq_stream_management',
  'rabbitmq_top',
  'rabbitmq_tracing',
  'rabbitmq_web_mqtt',
  'rabbitmq_web_stomp',
] as const;

export type RabbitmqPlugin = (typeof rabbitmqPlugins)[number];
