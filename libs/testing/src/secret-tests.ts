import type { Condition, StoredObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import type { Asked, CrashBed } from './crash-bed.ts';
import { waitFor } from './wait-for.ts';

export type SecretTests = {
  /** What a user asks for, one after the other. The password in the Secret `mine` changes with each of them. */
  readonly steps: readonly Asked[];
  /** Whether what was asked for last has come about. */
  readonly isDone: (namespace: string) => Promise<boolean>;
  /** Some keys of Secrets that the steps bring about, as `key of Secret name`. */
  readonly secrets: readonly string[];
};

type WithConditions = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

const patience = { timeoutMs: 180_000 };
const together = { timeout: 600_000, concurrent: true };

/** That what Secrets hold is in no line of the log at any level, and in no version of any other object: status, Events, and pods with their arguments and environment. */
export function testSecrets(bed: CrashBed, { steps, isDone, secrets: expected }: SecretTests): void {
  test('no password is in the log, or in any version of an object that is no Secret', together, async () => {
    const { secrets, leaks } = await bed.secretsSeen(async (namespace) => {
      for (const [step, asked] of steps.entries()) {
        await bed.provide(namespace, 'mine', { password: `canary-${step}-6f1e90b2` });
        await bed.apply(namespace, asked);
        await waitFor(`what step ${step} asks for`, () => isDone(namespace), patience);
      }
    });
    expect(secrets).toEqual(expect.arrayContaining(['password of Secret mine', ...expected]));
    expect(leaks).toEqual([]);
  });

  test('nor is the key of a certificate, be it made or provided, or even broken', together, async () => {
    const { secrets, leaks } = await bed.secretsSeen(async (namespace) => {
      await bed.provide(namespace, 'mine', {
        'tls.crt': 'canary-of-a-certificate',
        'tls.key': 'canary-of-a-key',
        'ca.crt': 'canary-of-an-authority',
      });
      await bed.apply(namespace, { spec: { replicas: 1, tls: { mode: 'Enabled', secretName: 'mine' } } });
      await waitFor('the refusal', async () => (await stallOf(bed, namespace)) === 'InvalidCertificate', patience);
      await bed.apply(namespace, { spec: { replicas: 1, tls: { mode: 'Enabled' } } });
      await waitFor('pods with certificates', async () => (await bed.objects(namespace)).some(([kind]) => kind === 'Pod'), patience);
    });
    expect(secrets).toContain('tls.key of Secret mine');
    expect(secrets.some((secret) => /^current\.key of Secret cart-\w+-ca$/.test(secret))).toBe(true);
    expect(leaks).toEqual([]);
  });
}

async function stallOf(bed: CrashBed, namespace: string): Promise<string | undefined> {
  const conditions = (await bed.read<WithConditions>(namespace))?.status?.conditions ?? [];
  return conditions.find(({ type, status }) => type === 'Stalled' && status === 'True')?.reason;
}
