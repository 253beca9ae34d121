import type { ConfigOperation } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { dynamicSettings } from '../resources/dynamic-settings.ts';
import { leavingBrokers } from './health.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: a setting that running brokers take is not as `spec.config` says, or was taken out of it.
 * Effect: all brokers are given it at once; what was taken out goes back to Kafka's default. Settings that nobody ever wrote there are left alone.
 *
 * Prevents: a restart of every broker for what none has to restart for.
 */
export const keepSettings: KafkaRule = (observed) => {
  const operations = settingChanges(observed);
  // With fewer brokers a write may count with fewer acknowledgements, but not before they are fewer.
  if (operations.length === 0 || leavingBrokers(observed).length > 0) return undefined;
  const keys = operations.map(({ key }) => key).join(', ');
  return {
    rule: 'KeepSettings',
    reason: `settings that need no restart: ${keys}`,
    actions: [{ kind: 'alter-settings', changes: [{ type: 'cluster', name: '', operations }] }],
    requeueAfterMs: 500,
  };
};

/** What the status is to say of the settings that were given to running brokers: those are taken back when they are no longer asked for. */
export function dynamicConfigPart({ kafka, cluster }: Observed): readonly string[] {
  const known = cluster.status.kraft?.dynamicConfig ?? [];
  if (kafka === undefined) return known;
  const wanted = Object.keys(dynamicSettings(cluster));
  const left = known.filter((key) => kafka.clusterSettings[key] !== undefined);
  return [...new Set([...left, ...wanted])].toSorted();
}

function settingChanges({ kafka, cluster }: Observed): readonly ConfigOperation[] {
  if (kafka === undefined || cluster.spec.replicas === 0) return [];
  const wanted = dynamicSettings(cluster);
  const changed = Object.entries(wanted).filter(([key, value]) => kafka.clusterSettings[key] !== value);
  const known = cluster.status.kraft?.dynamicConfig ?? [];
  const surplus = known.filter((key) => wanted[key] === undefined && kafka.clusterSettings[key] !== undefined);
  return [...changed.map(([key, value]) => ({ key, value })), ...surplus.map((key) => ({ key, value: undefined }))];
}
