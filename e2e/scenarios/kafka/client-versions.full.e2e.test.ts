import { describe } from 'vitest';
import { testPatience } from '../../local-kafka/test-patience.ts';
import { testRealKafka } from '../../local-kafka/test-real-kafka.ts';

describe.each(['4.1.2', '4.2.1'])('Kafka %s', (version) => {
  testRealKafka(version);
  testPatience(version);
});

// No cluster may be of it, but the client is to understand what it says.
describe('Kafka 3.9.2', () => testRealKafka('3.9.2'));
