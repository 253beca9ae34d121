import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { afterEach, beforeEach, vi } from 'vitest';
import type { Reconcile } from '../src/contract.ts';
import { createLogger } from '../src/logger.ts';
import { createManager } from '../src/manager.ts';
import type { ControllerInput, Manager, ManagerOptions } from '../src/manager-options.ts';

/** An API server that is not real, and a manager on it, which is stopped after each test. */
export function useManagerBed() {
  let kube: FakeKube;
  let lines: string[];
  let manager: Manager | undefined;

  beforeEach(() => {
    kube = createFakeKube();
    lines = [];
    manager = undefined;
  });
  afterEach(() => {
    vi.restoreAllMocks();
    return manager?.stop();
  });

  /** Its controller is that of ConfigMaps, which own Services. */
  function start(
    reconcile: Reconcile,
    options: Partial<ManagerOptions> = {},
    controller: Pick<ControllerInput<StoredObject>, 'eventSources'> = {},
  ) {
    const logger = createLogger({ level: 'debug', write: (line) => lines.push(line) });
    const created = createManager({
      name: 'test',
      kube,
      logger,
      health: { port: 0, host: '127.0.0.1' },
      handlesSignals: false,
      ...options,
    });
    const configMaps = created.cache<StoredObject>(resources.configMaps);
    const services = created.cache<StoredObject>(resources.services, { namespace: 'a' });
    created.controller({
      name: 'test',
      for: configMaps,
      owns: [services],
      reconcile,
      workers: 2,
      deadlineMs: 200,
      backoff: { firstMs: 1, longestMs: 5 },
      ...controller,
    });
    manager = created;
    return { manager: created, running: created.run(), configMaps, services };
  }

  return {
    start,
    kube: () => kube,
    /** Lines of its log that contain this text. */
    logged: (text: string) => lines.filter((line) => line.includes(text)),
  };
}
