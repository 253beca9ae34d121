import { describe } from 'vitest';
import { images } from '../../images/src/recipes.ts';
import { testRealKafka } from '../../local-kafka/test-real-kafka.ts';

// Processes of this machine, beside the cluster: what the operator's client does, every Kafka must do that it may meet.
const [, version = ''] = images.kafka.reference.split(':');

describe(`Kafka ${version}`, () => testRealKafka(version));
