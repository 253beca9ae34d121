import { describe } from 'vitest';
import { testRealRabbitmq } from '../../local-rabbitmq/test-real-rabbitmq.ts';

describe('RabbitMQ 4.0', () => testRealRabbitmq('rabbitmq-4.0'));
