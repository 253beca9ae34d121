import type { KafkaCluster } from '@dataservices/api';
import type { Refusals } from '@dataservices/reconcile';
import type { FakeKube } from '@dataservices/testing';
import type { KafkaAdmin } from '../src/client/port.ts';
import { observeUsers } from '../src/observe/users.ts';
import { names, observed } from '../src/testing/observed-builder.ts';

export type UsersSeen = {
  readonly kube: FakeKube;
  readonly cluster: KafkaCluster;
  readonly admin: KafkaAdmin;
  readonly refusals: Refusals;
  readonly signal: AbortSignal;
};

/** What the operator sees of the users of a cluster that answers and that has no authority of its own. */
export async function seeUsers(given: UsersSeen) {
  const { stored: _, ...users } = await observeUsers({ ...given, names, canAsk: true, authorityPem: undefined });
  return { users, observed: observed({ cluster: given.cluster, changes: users }) };
}
