import dotI from '@dot-i/k8s-operator';
import type { Logger } from './contract.ts';

/** Something that runs until it is stopped. */
export type Runnable = { run(): Promise<void>; stop(): Promise<void> };

// What the default import of a CommonJS module is depends on who loads it: Node gives the module, some bundlers its default.
const Operator = ('default' in dotI ? dotI.default : dotI) as typeof dotI.default;

/**
 * The process shell: `start` runs the manager and `stop` ends it in good order.
 *
 * Only the start/stop template of the base class is used. Its methods that talk to the API server end the process on
 * any watch error, swallow failed writes and overwrite the finalizers of others; so each of them is refused here, and
 * libs/kube does that work.
 */
export class OperatorHost extends Operator {
  readonly #runnable: Runnable;

  constructor(runnable: Runnable, log: Logger) {
    super({
      debug: (message) => log.debug(message),
      info: (message) => log.info(message),
      warn: (message) => log.warn(message),
      error: (message) => log.error(message),
    });
    this.#runnable = runnable;
  }

  override start(): Promise<void> {
    return this.init();
  }

  override stop(): void {
    this.#runnable.stop().catch((error: unknown) => this.logger.error(`stop failed: ${error}`));
  }

  protected override init(): Promise<void> {
    return this.#runnable.run();
  }

  protected override watchResource(): Promise<never> {
    return refuse('watchResource', 'manager.cache');
  }

  protected override registerCustomResourceDefinition(): Promise<never> {
    return refuse('registerCustomResourceDefinition', 'the chart, which installs the CRDs');
  }

  protected override getCustomResourceApiUri(): never {
    throw refusal('getCustomResourceApiUri', 'a Resource of libs/kube');
  }

  protected override setResourceStatus(): Promise<never> {
    return refuse('setResourceStatus', 'applyStatusIfNeeded');
  }

  protected override patchResourceStatus(): Promise<never> {
    return refuse('patchResourceStatus', 'applyStatusIfNeeded');
  }

  protected override handleResourceFinalizer(): Promise<never> {
    return refuse('handleResourceFinalizer', 'Kube.apply with the finalizer');
  }

  protected override setResourceFinalizers(): Promise<never> {
    return refuse('setResourceFinalizers', 'Kube.apply with the finalizer');
  }

  protected override applyAxiosKubeConfigAuth(): Promise<never> {
    return refuse('applyAxiosKubeConfigAuth', 'connect of libs/kube');
  }

  protected override applyGaxiosKubeConfigAuth(): Promise<never> {
    return refuse('applyGaxiosKubeConfigAuth', 'connect of libs/kube');
  }
}

// Private in the base class's types, so that no override can be declared; at run time it is a method like the others.
Object.defineProperty(OperatorHost.prototype, 'resourceStatusRequest', {
  value: () => refuse('resourceStatusRequest', 'applyStatusIfNeeded'),
});

function refuse(method: string, instead: string): Promise<never> {
  return Promise.reject(refusal(method, instead));
}

function refusal(method: string, instead: string): Error {
  return new Error(`${method} of @dot-i/k8s-operator is not used: use ${instead}`);
}
