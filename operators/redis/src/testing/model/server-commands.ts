import { promoted } from './data-set.ts';
import { fresh, type Server, type Service, type Serving } from './service.ts';

type ServingServer = Server & { state: Serving };

/** REPLICAOF host 6379. Asked again for the same master, it goes on as it was. */
export function repoint({ state }: ServingServer, masterHost: string): void {
  if (state.masterHost === masterHost) return;
  state.masterHost = masterHost;
  state.link = { state: 'down' };
}

/** REPLICAOF NO ONE. */
export function promoteServer(service: Service, { state }: ServingServer): void {
  if (state.masterHost === undefined) return;
  delete state.masterHost;
  state.data = promoted(state.data, fresh(service, 'history-'));
  state.link = { state: 'down' };
}
