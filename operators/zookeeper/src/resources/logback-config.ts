import type { ZookeeperCluster } from '@dataservices/api';

const levels = { Debug: 'DEBUG', Info: 'INFO', Warning: 'WARN', Error: 'ERROR' } as const;

/** The log goes to the standard output, where `kubectl logs` reads it. */
export function logbackConfig({ spec }: ZookeeperCluster): string {
  return `<configuration>
  <appender name="stdout" class="ch.qos.logback.core.ConsoleAppender">
    <encoder>
      <pattern>%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX, UTC} %-5level [%thread] %logger{0}: %msg%n</pattern>
    </encoder>
  </appender>
  <root level="${levels[spec.logging.level]}">
    <appender-ref ref="stdout"/>
  </root>
</configuration>
`;
}
