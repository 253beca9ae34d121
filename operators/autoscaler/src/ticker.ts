import type { EventSource, Key } from '@dataservices/reconcile';

export type Ticker = EventSource & {
  /** By how many milliseconds the look that begins now comes later than it was due; undefined where something else has asked for it. */
  lateMs(key: Key): number | undefined;
};

const slotsPerPeriod = 150;

/**
 * Asks for every key once a period, each at a moment of its own so that they are spread over it. Times are monotonic: a clock that is set
 * neither stops it nor makes it run.
 *
 * @param keys all keys there are
 * @param periodMs of each key; a slot is a 150th of it
 */
export function createTicker(keys: () => readonly Key[], periodMs: number): Ticker {
  const slotMs = periodMs / slotsPerPeriod;
  const due = new Map<Key, number>();
  let timer: NodeJS.Timeout | undefined;
  return {
    start(enqueue) {
      let nextMs = performance.now() + slotMs;
      let slot = 0;
      const tick = () => {
        const all = keys();
        // Late slots are made up for, up to one period.
        const nowMs = performance.now();
        if (nowMs - nextMs > periodMs) nextMs = nowMs - periodMs;
        for (; nextMs <= nowMs; nextMs += slotMs) {
          slot = (slot + 1) % slotsPerPeriod;
          for (const key of all) if (slotOf(key) === slot) ask(key, nextMs, enqueue);
        }
        timer = setTimeout(tick, Math.max(1, nextMs - performance.now()));
      };
      timer = setTimeout(tick, slotMs);
    },
    async stop() {
      clearTimeout(timer);
    },
    lateMs(key) {
      const dueMs = due.get(key);
      due.delete(key);
      return dueMs === undefined ? undefined : Math.max(0, performance.now() - dueMs);
    },
  };

  function ask(key: Key, dueMs: number, enqueue: (key: Key) => void): void {
    if (!due.has(key)) due.set(key, dueMs);
    enqueue(key);
  }
}

/** FNV-1a: the same key always has the same moment, and similar keys have different ones. */
function slotOf(key: Key): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < key.length; at += 1) hash = Math.imul(hash ^ key.charCodeAt(at), 0x01000193);
  return (hash >>> 0) % slotsPerPeriod;
}
