import type { RedisClusterStatus } from '@dataservices/api';
import { rfc3339Seconds } from '@dataservices/plan';
import type { ActContext } from '../../act/act-context.ts';
import type { Effects } from './effects.ts';
import { fresh } from './service.ts';
import type { World } from './world.ts';

class JournalTaken extends Error {
  override readonly name = 'JournalTaken';
  readonly code = 'JournalLost';
  readonly retry = { afterMs: 1_000 };
}

type Entry = NonNullable<RedisClusterStatus['journal']>;

/** The journal in the status of the model's custom resource, as journal.ts of the runtime keeps it. */
export function modelJournal(world: World, { run }: Effects): ActContext['journal'] {
  function write(entry: Entry | undefined): void {
    const { journal: _, ...rest } = world.status;
    world.status = entry === undefined ? rest : { ...rest, journal: entry };
  }

  async function close(token: string): Promise<void> {
    if (world.status.journal === undefined) return;
    if (world.status.journal.token !== token) throw new JournalTaken('another act is open');
    await run('close journal', () => write(undefined));
  }

  return {
    close,
    async open(begun) {
      if (world.status.journal !== undefined) throw new JournalTaken('another act is open');
      let entry: Entry = { ...begun, token: fresh(world.service, 'token-'), startedAt: rfc3339Seconds(world.service.now) } as Entry;
      await run(`journal ${entry.phase}`, () => write(entry));
      return {
        get entry() {
          return entry;
        },
        async advance(phase) {
          entry = { ...entry, phase };
          await run(`journal ${phase}`, () => write(entry));
        },
        close: () => close(entry.token),
      };
    },
  };
}
