import { open } from '../../../guides/amqplib.ts';
import type { OwnGuides } from '../guides/guide.ts';

export const rabbitmqGuides: OwnGuides = {
  amqplib: ({ target, take }) => {
    const opened = open(target, (body) => take((body as { readonly seq: number }).seq));
    return {
      ready: opened.then(() => {}),
      write: async (seq) => (await opened).publish({ seq }),
      close: async () => (await opened).close(),
    };
  },
};
