import { describe } from 'vitest';
import { testRealKafka } from '../../local-kafka/test-real-kafka.ts';

describe.each(['3.9.2', '4.1.2', '4.2.1'])('Kafka %s', (version) => testRealKafka(version));
