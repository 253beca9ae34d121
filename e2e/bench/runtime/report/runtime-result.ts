import type { MachineFacts } from '../../machine-facts.ts';
import type { AtRest } from '../operators/measure-at-rest.ts';
import type { LatencyFigure } from '../operators/measure-latency.ts';
import type { ScaleFigure } from '../operators/measure-scale.ts';
import type { TakeOverFigure } from '../operators/measure-take-over.ts';
import type { QueueFigure } from '../queue/measure-queue.ts';
import type { CacheFigure } from '../reads/measure-cache.ts';
import type { ClientFigure } from '../reads/measure-client.ts';

/** What was measured; an empty list or a missing figure was left out. */
export type RuntimeResult = {
  readonly machine: MachineFacts;
  readonly queue: readonly QueueFigure[];
  readonly cache: readonly CacheFigure[];
  readonly clients: readonly ClientFigure[];
  readonly idle?: AtRest | undefined;
  readonly scales: readonly ScaleFigure[];
  readonly latency?: LatencyFigure | undefined;
  readonly takeOvers: readonly TakeOverFigure[];
};
