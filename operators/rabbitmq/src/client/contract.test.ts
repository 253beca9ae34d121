import { createPatience } from '@dataservices/reconcile';
import { testRabbitmqContract } from '../testing/rabbitmq-contract.ts';
import { startSimulatedServer } from '../testing/simulated-server.ts';
import { connectRabbitmq } from './connect-rabbitmq.ts';

const node = 'rabbit@a';
const credentials = { username: 'operator', password: 'secret' };

testRabbitmqContract(async () => {
  const { port, declare, close } = await startSimulatedServer(node, `Basic ${btoa('operator:secret')}`);
  return {
    rabbitmq: connectRabbitmq(credentials, createPatience()),
    stranger: connectRabbitmq({ ...credentials, password: 'another' }, createPatience()),
    target: { pod: 'a', ip: '127.0.0.1', port },
    node,
    version: '4.3.6',
    declare: async (name, type) => declare(name, type),
    remove: async () => close(),
  };
});
