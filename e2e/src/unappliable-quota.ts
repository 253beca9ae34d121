import { type KafkaRef, readKafka } from './kafka-object.ts';
import { type ConsoleInput, inKafka, java } from './kafka-tools.ts';
import type { Fault } from './node-faults.ts';
import type { TestBed } from './test-bed.ts';

/**
 * Limits how often a host may connect that only the active controller knows the address of: its own short name. That one takes it into the metadata, and
 * nobody else can apply it. The end of the limit cannot be applied either: all others have to be restarted after it.
 */
export async function setUnappliableQuota(bed: TestBed, cluster: KafkaRef, { bootstrap }: Pick<ConsoleInput, 'bootstrap'>): Promise<Fault> {
  const name = (await readKafka(bed, cluster)).status.leader ?? '';
  const alter = (change: string) =>
    inKafka(
      bed,
      { namespace: cluster.namespace, name },
      `${java} kafka.admin.ConfigCommand --bootstrap-server ${bootstrap} --alter ${change} --entity-type ips --entity-name ${name}`,
    );
  await alter('--add-config connection_creation_rate=100');
  return { heal: async () => void (await alter('--delete-config connection_creation_rate')) };
}
