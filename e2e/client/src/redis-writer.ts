import type { Redis } from 'ioredis';
import { connect as connectAsGuide } from '../../guides/ioredis.ts';
import type { Guide, OwnGuides } from './guides/guide.ts';
import { openGuide } from './guides/open-guide.ts';
import type { LoadOptions } from './load-options.ts';
import { closeConnection, connectWriter } from './redis-connection.ts';
import { openPlainWrite, openWaitWrite } from './redis-target.ts';

/** Whatever the options name: a connection of this client's own, or a guide. */
export function openWriter(options: LoadOptions): Guide {
  const own: OwnGuides = { ioredis: () => writerOn(connectAsGuide(), options) };
  if (options.guide === undefined) return writerOn(connectWriter(options), options);
  return openGuide(options.guide, own, { target: options.prefix, take: () => {} });
}

function writerOn(redis: Redis, { wait, prefix, waitTimeoutMs }: LoadOptions): Guide {
  const write = wait === 1 ? openWaitWrite(redis, prefix, waitTimeoutMs) : openPlainWrite(redis, prefix);
  return { ready: firstReady(redis), write, close: () => closeConnection(redis) };
}

/** Not events.once for the connection: it rejects at the first error, and a server that is not there yet is no reason to give up. */
function firstReady(redis: Redis): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  redis.once('ready', resolve);
  return promise;
}
