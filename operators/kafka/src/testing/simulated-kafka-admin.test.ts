import { testKafkaContract } from './kafka-contract.ts';
import { foundKafka } from './simulated-kafka.ts';
import { type SimulatedWorld, simulatedAdmin } from './simulated-kafka-admin.ts';
import { tick } from './simulated-kafka-tick.ts';

const ids = [0, 1, 2] as const;
const broker = (id: number) => ({ id, rack: `zone-${id}` });

testKafkaContract(async () => {
  const voters = ids.map((id) => ({ id: 1000 + id, directoryId: `${id}`.repeat(22) }));
  const world: SimulatedWorld = { kafka: foundKafka('cluster', voters), running: { brokers: ids.map(broker), controllers: voters } };
  const target = (nodeId: number) => ({ nodeId, pod: `kafka-${nodeId}`, ip: '127.0.0.1', port: 9091 });
  return {
    admin: simulatedAdmin(world),
    brokers: [target(0), target(1), target(2)],
    addressOf: () => ({ listener: 'CONTROLLER', host: '127.0.0.1', port: 9093 }),
    stopBroker: async (id) => {
      world.running = { ...world.running, brokers: world.running.brokers.filter((each) => each.id !== id) };
    },
    startBroker: (id) => {
      world.running = { ...world.running, brokers: [...world.running.brokers, broker(id)] };
    },
    pass: async () => {
      world.kafka = tick(world.kafka, world.running);
    },
    remove: async () => {},
  };
});
