import { describe } from 'vitest';
import { images } from '../../images/src/recipes.ts';
import { testPatience } from '../../local-kafka/test-patience.ts';

// Processes of this machine, beside the cluster: what brokers do without a controller depends on nothing else.
const [, version = ''] = images.kafka.reference.split(':');

describe(`Kafka ${version}`, () => testPatience(version));
