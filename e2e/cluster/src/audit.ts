import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** Where the chart puts the operators: their service accounts are what is recorded. */
const recordedNamespace = 'dataservices-system';

const policy = {
  apiVersion: 'audit.k8s.io/v1',
  kind: 'Policy',
  rules: [
    // A watch ends with the process: it is written when it begins.
    { ...recorded('ResponseComplete'), verbs: ['watch'] },
    recorded('ResponseStarted'),
    { level: 'None' },
  ],
};

function recorded(alsoOmitted: string) {
  return {
    level: 'Metadata',
    userGroups: [`system:serviceaccounts:${recordedNamespace}`],
    omitStages: ['RequestReceived', alsoOmitted],
    omitManagedFields: true,
  };
}

/**
 * Makes an API server record every request of the operators, who asked for what and not what was in it. Hours of it take a few
 * megabytes: files of the past are compressed, and each of their lines is much like the others.
 *
 * @param folder for the policy and the log
 * @returns arguments of the API server
 */
export function prepareAudit(folder: string): readonly string[] {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'policy.json');
  writeFileSync(file, JSON.stringify(policy));
  return [
    `--audit-policy-file=${file}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
    '--audit-log-maxsize=20',
    '--audit-log-maxbackup=50',
    '--audit-log-compress',
    // No request waits for a line to be written.
    '--audit-log-mode=batch',
    '--audit-log-batch-max-wait=1s',
  ];
}

/** The lines of the log, those of its past first: one event each, in JSON. The last one may be half-written. */
export function* auditLines(folder: string): Generator<string> {
  for (const name of readdirSync(folder)
    .filter((file) => file.startsWith('audit'))
    .sort()) {
    const content = readFileSync(join(folder, name));
    yield* (name.endsWith('.gz') ? gunzipSync(content) : content).toString().split('\n').filter(Boolean);
  }
}
