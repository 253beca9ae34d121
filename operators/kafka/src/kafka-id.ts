import { randomBytes } from 'node:crypto';

/** An id of a cluster or a directory, in Kafka's form. One that begins with a dash would be taken for an option of a command. */
export function newKafkaId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}
