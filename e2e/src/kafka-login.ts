import type { KafkaRef } from './kafka-object.ts';
import type { TestBed } from './test-bed.ts';

export type KafkaLogin = { readonly user: string; readonly password: string };

export type KafkaTool = {
  /** Class of the tool. */
  readonly tool: string;
  /** Words of ASCII without quotes. */
  readonly args: readonly string[];
  readonly input?: string;
};

const java = "java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*'";

/**
 * One of Kafka's own tools with a login by SCRAM-SHA-512 over TLS, in the container of a broker.
 *
 * @returns all that it says, errors as well, and how it ends
 */
export async function asKafkaUser(
  bed: TestBed,
  { namespace, name }: KafkaRef,
  { user, password }: KafkaLogin,
  { tool, args, input = '' }: KafkaTool,
): Promise<{ readonly text: string; readonly code: number }> {
  const settings = [
    'security.protocol=SASL_SSL',
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="${user}" password="${password}";`,
    'ssl.truststore.type=PEM',
    'ssl.truststore.location=/run/kafka/tls/truststore.pem',
    'default.api.timeout.ms=15000',
    'request.timeout.ms=10000',
    'delivery.timeout.ms=15000',
    'linger.ms=0',
  ];
  const file = `/tmp/${user}.properties`;
  const words = [
    '--bootstrap-server',
    `${name}-kafka-0.${name}-kafka-nodes.${namespace}.svc.cluster.local:9092`,
    '--command-config',
    file,
    ...args,
  ].join(' ');
  const script = `cat > ${file} <<'END'\n${settings.join('\n')}\nEND\nprintf '${input}' | ${java} ${tool} ${words} 2>&1; echo "code $?"`;
  const output = await bed.cluster.kubectl(['-n', namespace, 'exec', `${name}-kafka-0`, '-c', 'kafka', '--', 'bash', '-c', script]);
  const [, text = '', code = ''] = /^(.*)code (\d+)\s*$/s.exec(output) ?? [];
  return { text, code: Number(code) };
}

/** Whether Kafka lets the user in. */
export async function canLogIn(bed: TestBed, cluster: KafkaRef, login: KafkaLogin): Promise<boolean> {
  const { code, text } = await asKafkaUser(bed, cluster, login, { tool: 'org.apache.kafka.tools.TopicCommand', args: ['--list'] });
  if (code === 0) return true;
  if (text.includes('SaslAuthenticationException')) return false;
  throw new Error(`neither let in nor refused: ${text}`);
}
