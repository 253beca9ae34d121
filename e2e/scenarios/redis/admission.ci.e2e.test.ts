import { isKubeError } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { applyRedis } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace } = useScenario('redis-admission', { steps: 'independent' });

describe('admission refuses and names the field', () => {
  const cases: readonly (readonly [field: string, spec: object])[] = [
    ['spec.replicas', { replicas: -1 }],
    ['spec.replicas', { replicas: 1000 }],
    ['spec.replicas', { replicas: '3' }],
    ['spec.version', { version: '8.0' }],
    ['spec.version', { version: '6.2.0' }],
    ['spec.storage.size', { storage: { size: '0' } }],
    ['spec.storage.size', { storage: { size: 'ten gigabytes' } }],
    ['spec.config', { config: { 'rename-command': 'FLUSHALL ""' } }],
    ['spec.config', { config: { save: '60 1\nmodule load /tmp/evil.so' } }],
    ['spec.sentinel', { sentinel: { replicas: 3, quorum: 4 } }],
    ['spec.resources', { resources: { limits: { memory: 'INVALID' } } }],
  ];

  test.for(cases)('%s: %j', async ([field, spec]) => {
    const error: unknown = await applyRedis(bed, { namespace, name: 'refused' }, spec).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!isKubeError(error)) throw new Error(`it was not refused but ${error === undefined ? 'accepted' : String(error)}`);
    expect(error.message).toContain(field);
  });
});
