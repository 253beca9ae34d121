/** `npm run -s simulate -- FILE --prometheus URL`: what an AutoScaler would have done in the past, and why. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseAutoScaler } from '@dataservices/api';
import { askRange, type SimulatedLook, simulate } from '@dataservices/autoscaler/simulate';
import { parse } from 'yaml';

const usage = `usage: npm run -s simulate -- <file> --prometheus <url> [options]

Reads an AutoScaler as YAML, asks Prometheus for what its queries answered in the past, and prints what it would have done, and why.

  --hours N        of the past, up to now (24)
  --step N         seconds between two looks (15)
  --replicas N     size at the beginning (minReplicas)
  --settle N       seconds for which the target is not settled after a change (60)
  --namespace N    of the target (that of the file, or default)
  --token-file F   bearer token for Prometheus
  --all            every look, not only those that change the size or begin to be held`;

const options = {
  prometheus: { type: 'string' },
  hours: { type: 'string', default: '24' },
  step: { type: 'string', default: '15' },
  replicas: { type: 'string' },
  settle: { type: 'string', default: '60' },
  namespace: { type: 'string' },
  'token-file': { type: 'string' },
  all: { type: 'boolean', default: false },
  help: { type: 'boolean' },
} as const;

try {
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  const [file] = positionals;
  if (values.help) console.log(usage);
  else if (file === undefined || positionals.length > 1 || values.prometheus === undefined) fail(2, usage);
  else await run(file, values.prometheus, values);
} catch (error) {
  fail(1, `error: ${error instanceof Error ? error.message : String(error)}`);
}

type Values = ReturnType<typeof parseArgs<{ readonly options: typeof options }>>['values'];

async function run(file: string, address: string, values: Values): Promise<void> {
  const scaler = read(file, values.namespace);
  const { spec } = scaler;
  const stepSeconds = numberOf('step', values.step ?? '');
  const toSeconds = Math.floor(Date.now() / 1000 / stepSeconds) * stepSeconds;
  const fromSeconds = toSeconds - Math.round((numberOf('hours', values.hours ?? '') * 3600) / stepSeconds) * stepSeconds;
  const token = values['token-file'];
  const looks = await askRange({
    spec,
    names: { namespace: scaler.metadata.namespace, name: spec.scaleTargetRef.name },
    address,
    authorization: token === undefined ? undefined : `Bearer ${readFileSync(token, 'utf8').trim()}`,
    fromSeconds,
    toSeconds,
    stepSeconds,
  });
  const replicas = values.replicas === undefined ? spec.minReplicas : numberOf('replicas', values.replicas);
  print(simulate({ spec, replicas, looks, settleSeconds: numberOf('settle', values.settle ?? '') }), values.all === true);
}

function read(file: string, namespace: string | undefined) {
  const { metadata, ...object } = parse(readFileSync(file, 'utf8')) as { readonly metadata?: { readonly namespace?: string } };
  const stored = { uid: '-', resourceVersion: '0', generation: 1, ...metadata, namespace: namespace ?? metadata?.namespace ?? 'default' };
  const parsed = parseAutoScaler({ ...object, metadata: stored });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

function print(looks: readonly SimulatedLook[], isAll: boolean): void {
  for (const [at, look] of looks.entries()) {
    const isNew = look.scaleTo !== undefined || (look.held.length > 0 && look.held.join() !== looks[at - 1]?.held.join());
    if (isAll || isNew) console.log(`${new Date(look.atSeconds * 1000).toISOString().slice(0, 19)}Z ${look.sentence}`);
  }
  const changes = looks.filter(({ scaleTo }) => scaleTo !== undefined).length;
  const sizes = looks.map(({ replicas, scaleTo = replicas }) => scaleTo);
  const mean = sizes.reduce((sum, size) => sum + size, 0) / Math.max(1, sizes.length);
  console.log(`${looks.length} looks, ${changes} changes, ${mean.toFixed(2)} replicas on average, ${Math.max(...sizes)} at most`);
}

function numberOf(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0 || (option === 'step' && value < 1))
    throw new Error(`--${option} is '${text}': it takes a number`);
  return value;
}

function fail(exitCode: number, message: string): void {
  console.error(message);
  process.exitCode = exitCode;
}
