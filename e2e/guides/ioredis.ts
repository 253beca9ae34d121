import { readFileSync } from 'node:fs';
import { Redis } from 'ioredis';

/** An entry of the binding Secret, mounted as a folder. */
const binding = (key: string) => readFileSync(`/bindings/redis/${key}`, 'utf8');

export function connect(): Redis {
  const nodes = binding('sentinel.nodes').split(',');
  const redis = new Redis({
    sentinels: nodes.map((node) => ({ host: node.replace(/:\d+$/, ''), port: 26379 })),
    name: binding('sentinel.master'),
    username: binding('username'),
    password: binding('password'),
    sentinelUsername: binding('sentinel.username'),
    sentinelPassword: binding('sentinel.password'),
    failoverDetector: true,
    commandTimeout: 1000,
    socketTimeout: 1200,
    reconnectOnError: (error) => (error.message.startsWith('READONLY') ? 2 : false),
  });
  // Without a listener, a lost connection ends the process.
  redis.on('error', (error: Error) => console.error(`redis: ${error.message}`));
  // A failover that is announced while ioredis is on its way to the lost master ends the connection for good: go on.
  redis.on('end', () => setTimeout(() => redis.connect().catch(() => {}), 50));
  return redis;
}
