import type { Kube } from '@dataservices/kube';
import { emptyTally } from './watch-tally.ts';
import { WatchedOperator } from './watched-operator.ts';

// Well above the time between two changes of a kind, and far below the default, which no short run would reach.
const watchSilenceMs = 10_000;

/** Two operators: one that stays, and one that is stopped and started anew. */
export class SoakClients {
  readonly tally = emptyTally();
  restarts = 0;
  readonly #kubeconfig: string;
  readonly #steady: WatchedOperator;
  #restarted: WatchedOperator;

  constructor(kubeconfig: string) {
    this.#kubeconfig = kubeconfig;
    this.#steady = this.#start();
    this.#restarted = this.#start();
  }

  async restart(): Promise<void> {
    await this.#restarted.stop();
    this.#restarted = this.#start();
    this.restarts += 1;
  }

  async differences(live: Kube): Promise<readonly string[]> {
    return [...(await this.#steady.differences(live)), ...(await this.#restarted.differences(live))];
  }

  async stop(): Promise<void> {
    await Promise.all([this.#steady.stop(), this.#restarted.stop()]);
  }

  #start(): WatchedOperator {
    return new WatchedOperator({ kubeconfig: this.#kubeconfig, watchSilenceMs, tally: this.tally });
  }
}
