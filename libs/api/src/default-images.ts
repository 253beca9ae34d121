/** The official images; `version` is spec.version. */
const services = {
  kafka: (version: string) => `apache/kafka:${version}`,
  rabbitmq: (version: string) => `rabbitmq:${version}-management`,
  redis: (version: string) => `redis:${version}`,
  zookeeper: (version: string) => `zookeeper:${version}`,
} as const satisfies Record<string, (version: string) => string>;

export type Service = keyof typeof services;

const redisExporter = 'oliver006/redis_exporter:v1.82.0';

/** Where an image comes from: as the object says, else the official one behind the operator's registry prefix. */
export type ImageChoice = {
  readonly image?: string;
  readonly version: string;
  /** Such as `registry.example/mirror`, with or without a slash at its end. Never put before an image that the object names. */
  readonly registryPrefix?: string;
};

export function resolveImage(service: Service, { image, version, registryPrefix }: ImageChoice): string {
  return image ?? withRegistryPrefix(services[service](version), registryPrefix);
}

export function redisExporterImage(registryPrefix?: string): string {
  return withRegistryPrefix(redisExporter, registryPrefix);
}

/** The image where a registry has it behind a prefix, which may end with a slash or be empty. */
export function withRegistryPrefix(image: string, prefix = ''): string {
  const host = prefix.replace(/\/+$/, '');
  return host === '' ? image : `${host}/${image}`;
}
