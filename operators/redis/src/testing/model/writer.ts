import { appended, writesOf } from './data-set.ts';
import { followersOf } from './replicate.ts';
import { isMaster, type Server, type Service, type Serving, servingAt } from './service.ts';

/** A client that writes one value after another, and keeps in mind which of them were acknowledged. */
export type Writer = {
  /** The process that it is connected to. It stays there until that one refuses. */
  connectedTo: string | undefined;
  next: number;
  readonly acknowledged: Set<number>;
};

export function createWriter(): Writer {
  return { connectedTo: undefined, next: 1, acknowledged: new Set() };
}

/** @param endpoint the pod that the client Service points to */
export function writeOnce(service: Service, writer: Writer, endpoint: string | undefined): void {
  const server = connection(service, writer, endpoint);
  if (server === undefined) return;
  const { state } = server;
  const needed = Number(state.config['min-replicas-to-write'] ?? 0);
  if (state.pausedUntil > service.now || followersOf(service, server).length < needed) return;
  state.data = appended(state.data, writer.next);
  server.volume.data = state.data;
  writer.acknowledged.add(writer.next);
  writer.next += 1;
}

function connection(
  { servers, ...rest }: Service,
  writer: Writer,
  endpoint: string | undefined,
): (Server & { state: Serving }) | undefined {
  const current = [...servers.values()].find(({ ip }) => ip === writer.connectedTo);
  if (current !== undefined && isMaster(current) && !current.isHung) return current;
  const pointed = endpoint === undefined ? undefined : servers.get(endpoint);
  writer.connectedTo = pointed?.ip;
  const server = pointed === undefined ? undefined : servingAt({ servers, ...rest }, pointed.host);
  return server !== undefined && isMaster(server) ? server : undefined;
}

/** Acknowledged writes that this server does not have. */
export function missingAt(server: Server & { state: Serving }, { acknowledged }: Writer): readonly number[] {
  const held = writesOf(server.state.data);
  return [...acknowledged].filter((write) => !held.has(write));
}
