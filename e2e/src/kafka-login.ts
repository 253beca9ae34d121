import type { KafkaRef } from './kafka-object.ts';
import type { TestBed } from './test-bed.ts';

export type KafkaLogin = { readonly user: string; readonly password: string };

/** What is in `user.pem` of a user's Secret, and the port of a listener that asks for it. */
export type KafkaProof = { readonly user: string; readonly pem: string; readonly port: number };

export type KafkaTool = {
  /** Class of the tool. */
  readonly tool: string;
  /** Words of ASCII without quotes. */
  readonly args: readonly string[];
  readonly input?: string;
};

const java = "java -Xmx96m -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '/opt/kafka/libs/*'";

/**
 * One of Kafka's own tools, with a login by SCRAM-SHA-512 over TLS or a certificate, in the container of a broker.
 *
 * @returns all that it says, errors as well, and how it ends
 */
export async function asKafkaUser(
  bed: TestBed,
  { namespace, name }: KafkaRef,
  login: KafkaLogin | KafkaProof,
  { tool, args, input = '' }: KafkaTool,
): Promise<{ readonly text: string; readonly code: number }> {
  const { user } = login;
  const keystore = `/tmp/${user}.pem`;
  const settings = [
    ...('pem' in login ? certificateSettings(keystore) : loginSettings(login)),
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
    `${name}-kafka-0.${name}-kafka-nodes.${namespace}.svc.cluster.local:${'pem' in login ? login.port : 9092}`,
    '--command-config',
    file,
    ...args,
  ].join(' ');
  const proof = 'pem' in login ? `cat > ${keystore} <<'END'\n${login.pem}\nEND\n` : '';
  const script = `${proof}cat > ${file} <<'END'\n${settings.join('\n')}\nEND\nprintf '${input}' | ${java} ${tool} ${words} 2>&1; echo "code $?"`;
  const output = await bed.cluster.kubectl(['-n', namespace, 'exec', `${name}-kafka-0`, '-c', 'kafka', '--', 'bash', '-c', script]);
  const [, text = '', code = ''] = /^(.*)code (\d+)\s*$/s.exec(output) ?? [];
  return { text, code: Number(code) };
}

function loginSettings({ user, password }: KafkaLogin): readonly string[] {
  const login = `username="${user}" password="${password}"`;
  return [
    'security.protocol=SASL_SSL',
    'sasl.mechanism=SCRAM-SHA-512',
    `sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required ${login};`,
  ];
}

function certificateSettings(keystore: string): readonly string[] {
  return ['security.protocol=SSL', 'ssl.keystore.type=PEM', `ssl.keystore.location=${keystore}`];
}

/** Whether Kafka lets the user in. */
export async function canLogIn(bed: TestBed, cluster: KafkaRef, login: KafkaLogin): Promise<boolean> {
  const { code, text } = await asKafkaUser(bed, cluster, login, { tool: 'org.apache.kafka.tools.TopicCommand', args: ['--list'] });
  if (code === 0) return true;
  if (text.includes('SaslAuthenticationException')) return false;
  throw new Error(`neither let in nor refused: ${text}`);
}
