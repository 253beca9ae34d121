import type { KubeObject, StoredObject } from '@dataservices/plan';

export type LeaseSpec = {
  readonly holderIdentity?: string;
  readonly leaseDurationSeconds?: number;
  readonly acquireTime?: string;
  readonly renewTime?: string;
  readonly leaseTransitions?: number;
};

/** coordination.k8s.io/v1 Lease. */
export type Lease = KubeObject & { readonly spec?: LeaseSpec };
export type StoredLease = Lease & StoredObject;

export type LeaseDecision = 'create' | 'renew' | 'take' | 'wait';

/**
 * What a candidate does about the lease.
 *
 * @param identity its own, and `former`: the one that this very process had before it began anew, of which nothing is left
 * @param unchangedMs for how long this candidate has seen the lease unchanged, by its own clock: the times inside the
 *   lease are those of another machine, whose clock may be wrong
 */
export function decideOnLease(
  lease: Lease | undefined,
  { identity, former }: { readonly identity: string; readonly former?: string | undefined },
  unchangedMs: number,
  leaseMs: number,
): LeaseDecision {
  if (lease === undefined) return 'create';
  const holder = lease.spec?.holderIdentity ?? '';
  if (holder === identity) return 'renew';
  if (holder === '' || holder === former) return 'take';
  const holdersLeaseMs = (lease.spec?.leaseDurationSeconds ?? leaseMs / 1000) * 1000;
  return unchangedMs > holdersLeaseMs ? 'take' : 'wait';
}

/** The lease as its new or renewing holder writes it. */
export function heldLease(lease: Lease | undefined, identity: string, leaseMs: number, nowMs: number): LeaseSpec {
  const isRenewal = lease?.spec?.holderIdentity === identity;
  const now = microTime(nowMs);
  return {
    holderIdentity: identity,
    leaseDurationSeconds: Math.ceil(leaseMs / 1000),
    acquireTime: isRenewal ? (lease.spec?.acquireTime ?? now) : now,
    renewTime: now,
    leaseTransitions: (lease?.spec?.leaseTransitions ?? 0) + (isRenewal || lease === undefined ? 0 : 1),
  };
}

/** metav1.MicroTime: six digits, or the API server refuses it. */
export function microTime(timeMs: number): string {
  return new Date(timeMs).toISOString().replace('Z', '000Z');
}
