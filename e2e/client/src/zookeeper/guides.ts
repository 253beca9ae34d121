import { Exception } from 'node-zookeeper-client';
import { Zookeeper } from '../../../guides/node-zookeeper-client.ts';
import type { OwnGuides } from '../guides/guide.ts';

export const zookeeperGuides: OwnGuides = {
  'node-zookeeper-client': ({ target }) => {
    const zookeeper = new Zookeeper();
    const create = (seq: number) =>
      zookeeper.call<string>((client, done) => client.create(`${target}/${seq}`, Buffer.from(String(seq)), done)).catch(passOwn);
    return {
      ready: Promise.resolve(),
      write: async (seq) => {
        await create(seq);
      },
      close: () => zookeeper.close(),
    };
  },
};

/** Nobody else writes there: an earlier attempt has made it, and its answer was lost. */
function passOwn(error: unknown): void {
  if (!(error instanceof Exception) || error.getCode() !== Exception.NODE_EXISTS) throw error;
}
