import { createRefusals } from '@dataservices/reconcile';
import { testDestructions } from '@dataservices/testing';
import { act } from '../act.ts';
import type { KafkaAction } from '../action.ts';
import { clusterId, formed, kafkaCluster, observed } from '../testing/observed-builder.ts';
import { foundKafka } from '../testing/simulated-kafka.ts';
import { simulatedAdmin } from '../testing/simulated-kafka-admin.ts';
import { tick } from '../testing/simulated-kafka-tick.ts';
import { quorumView } from '../testing/simulated-kafka-views.ts';
import { destructions } from './destructions.ts';

const cluster = kafkaCluster({}, { ...formed, users: [{ name: 'shop' }] });
const controllers = [1000, 1001, 1002].map((id) => ({ id, directoryId: `directory-${id}` }));
const all = { brokers: [{ id: 0 }, { id: 1 }], controllers };
/** Broker 1 has gone. */
const running = { ...all, brokers: [{ id: 0 }] };

testDestructions<KafkaAction>({
  owner: cluster,
  destructions,
  acts: [
    { kind: 'remove-voter', nodeId: 1002, directoryId: 'directory-1002' },
    { kind: 'unregister-broker', nodeId: 1 },
    { kind: 'delete-user', user: 'shop' },
  ],
  carryOut: (step, given) => {
    const kafka = tick(tick(foundKafka(clusterId, controllers), all), running);
    const admin = simulatedAdmin({ kafka, running });
    const seen = observed({ cluster, quorum: quorumView(kafka, running) });
    const tools = { caches: {} as never, refusals: createRefusals(), signal: new AbortController().signal };
    return act({ ...given, ...tools, admin, observed: seen, plan: { applies: [], step } });
  },
});
