import type { KafkaCluster } from '@dataservices/api';

const levels = { Debug: 'DEBUG', Info: 'INFO', Warning: 'WARN', Error: 'ERROR' } as const;

/** The log goes to the standard output, where `kubectl logs` reads it. */
export function logConfig({ spec }: KafkaCluster): string {
  return `status = error
appender.stdout.type = Console
appender.stdout.name = stdout
appender.stdout.layout.type = PatternLayout
appender.stdout.layout.pattern = %d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX}{UTC} %-5p [%t] %c{1}: %m%n
rootLogger.level = ${levels[spec.logging.level]}
rootLogger.appenderRef.stdout.ref = stdout
`;
}
