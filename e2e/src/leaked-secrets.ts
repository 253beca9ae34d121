import { readdir, readFile } from 'node:fs/promises';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { expect } from 'vitest';
import { leaksIn, partsOf } from '../../libs/testing/src/secret-parts.ts';
import { operator } from './operator.ts';
import { listPods } from './pod.ts';
import type { TestBed } from './test-bed.ts';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/**
 * Fails where something that a Secret of the namespace holds is also in a log of a pod there, in one of the operators, or in the arguments or
 * the environment of a process. Those of a local cluster's pods are processes of this machine.
 */
export async function expectNoLeaks(bed: TestBed, namespace: string): Promise<void> {
  const secrets = (await bed.kube.list<Secret>(resources.secrets, { namespace })).items;
  const parts = secrets.flatMap(({ metadata, data }) => partsOf(metadata.name, data));
  const [logs, operatorLogs, processes] = await Promise.all([logsOf(bed, namespace), logsOf(bed, operator.namespace), processTexts()]);
  expect(parts.length, 'parts of Secrets to look for').toBeGreaterThan(0);
  expect(logs.size + operatorLogs.size, 'logs to look into').toBeGreaterThan(1);
  expect(leaksIn(new Map([...logs, ...operatorLogs, ...processes]), parts)).toEqual([]);
}

async function logsOf({ kube, cluster }: TestBed, namespace: string): Promise<ReadonlyMap<string, string>> {
  const pods = await listPods(kube, namespace);
  const logs = pods.map(async ({ metadata: { name } }) => {
    const text = await cluster.kubectl(['logs', '--namespace', namespace, name, '--all-containers', '--prefix', '--tail', '-1']);
    return [text, `log of ${name}`] as const;
  });
  return new Map(await Promise.all(logs));
}

/** Arguments and environment of every process of this machine, with what it is. What has ended meanwhile, or may not be read, is left out. */
export async function processTexts(): Promise<ReadonlyMap<string, string>> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const texts = ids.flatMap((id) =>
    ['cmdline', 'environ'].map(async (file) => {
      const text = await readFile(`/proc/${id}/${file}`, 'utf8').catch(() => '');
      const program = (await readFile(`/proc/${id}/comm`, 'utf8').catch(() => 'what has ended')).trim();
      return [text, `${file} of process ${id}, ${program}`] as const;
    }),
  );
  return new Map((await Promise.all(texts)).filter(([text]) => text !== ''));
}
