import { describe } from 'vitest';
import { testRealRabbitmq } from '../../local-rabbitmq/test-real-rabbitmq.ts';

// A process of this machine, beside the cluster: what the operator's client relies on, every RabbitMQ must do that it may meet.
describe('RabbitMQ 4.3', () => testRealRabbitmq('rabbitmq'));
