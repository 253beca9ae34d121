import type { Write } from '../writer.ts';

/** Gets the number of each message that is delivered. */
export type TakeDelivery = (seq: number) => void;

/** The code of a guide at work: connected as an application that follows it would be. */
export type Guide = {
  /** Resolves when it can write for the first time. */
  readonly ready: Promise<void>;
  readonly write: Write;
  /** Ends what it holds open. Writes that are under way may fail. */
  readonly close: () => void | Promise<void>;
};

export type GuideInput = {
  /** What it writes to, as the service names it: a prefix of keys, a node, a queue, a topic. */
  readonly target: string;
  /** Where the service delivers, what the guide's consumer gets. */
  readonly take: TakeDelivery;
};

/** The guides of a service that are written in the language of this client, by their names. */
export type OwnGuides = Readonly<Record<string, (input: GuideInput) => Guide>>;
