import { runServer } from './replicate.ts';
import { actAsSentinel } from './sentinel-failover.ts';
import { exchangeHellos, refreshTable } from './sentinel-table.ts';
import { answers, isServing, type Sentinel, type Service, type Watch } from './service.ts';
import { isInLobby, runStartScript } from './start-script.ts';

/** One tick of everything that servers and sentinels do by themselves. */
export function runService(service: Service): void {
  const sentinels = [...service.sentinels.values()].filter(answers);
  for (const { watch } of sentinels) if (watch !== undefined) refreshTable(service, watch);
  exchangeHellos(service);
  for (const sentinel of sentinels) if (isWatching(sentinel)) actAsSentinel(service, sentinel);
  for (const server of service.servers.values()) {
    if (isServing(server)) runServer(service, server);
    else if (isInLobby(server) && !server.isHung) runStartScript(service, server);
  }
}

function isWatching(sentinel: Sentinel): sentinel is Sentinel & { watch: Watch } {
  return sentinel.watch !== undefined;
}
