import type { Kube } from '@dataservices/kube';
import type { Logger } from '../contract.ts';
import { createLogger } from '../logger.ts';
import { createManager } from '../manager.ts';
import type { Manager } from '../manager-options.ts';

export type TestManagerOptions = {
  readonly name: string;
  readonly kube: Kube;
  /** The only one that it looks at. */
  readonly namespace: string;
  /** Default: one that says nothing. */
  readonly logger?: Logger;
};

/** A manager as one of many in the process of a test: in a namespace of its own, at a free port, without a lease, and deaf to signals. */
export function testManager({ name, kube, namespace, logger = createLogger({ write: () => {} }) }: TestManagerOptions): Manager {
  return createManager({
    name,
    kube,
    logger,
    namespaces: [namespace],
    health: { port: 0, host: '127.0.0.1' },
    handlesSignals: false,
  });
}
