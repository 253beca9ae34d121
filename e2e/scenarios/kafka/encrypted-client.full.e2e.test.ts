import { describe } from 'vitest';
import { images } from '../../images/src/recipes.ts';
import { testEncryptedKafka } from '../../local-kafka/test-encrypted-kafka.ts';

// Processes of this machine, beside the cluster.
const [, version = ''] = images.kafka.reference.split(':');

describe(`Kafka ${version} with TLS`, () => testEncryptedKafka(version));
