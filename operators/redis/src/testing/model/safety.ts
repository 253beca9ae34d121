import type { RedisAction } from '../../action.ts';
import { modelNames } from './model-names.ts';
import { answers, isMaster, isServing, namedHost, podOf, type Server, servingAt } from './service.ts';
import type { World } from './world.ts';

/** Looks at the world, and not at what was observed of it, before the operator does something that cannot be undone. */
export function noteAccident(world: World, rule: string, action: RedisAction): void {
  const accident = accidentOf(world, rule, action);
  if (accident !== undefined) world.service.accidents.push(`${rule}: ${accident}`);
}

function accidentOf(world: World, rule: string, action: RedisAction): string | undefined {
  switch (action.kind) {
    case 'delete-pod':
      return rule === 'ReplaceStuckMember' ? servingLost(world, action.pod) : secondLoss(world, action.pod);
    case 'condemn-claim':
      return secondLoss(world, action.name.slice('data-'.length));
    case 'delete-claim':
      return volumeAgainstPolicy(world, action.name);
    case 'failover':
      return electedElsewhere(world, action.pod);
    case 'monitor':
      return secondMaster(world, action.host);
    default:
      return undefined;
  }
}

/** A stuck pod may go whatever else is down, because it does nothing. */
function servingLost({ service }: World, pod: string): string | undefined {
  const server = service.servers.get(pod);
  return server !== undefined && isMaster(server) && answers(server) ? `${pod} is stopped while it leads` : undefined;
}

function secondLoss({ service, fullSpec }: World, pod: string): string | undefined {
  const down = Array.from({ length: fullSpec.replicas }, (_, ordinal) => `${modelNames.data}-${ordinal}`)
    .filter((name) => name !== pod)
    .filter((name) => !isInStep(service.servers.get(name)));
  return down.length === 0 ? undefined : `${pod} is stopped while ${down.join(', ')} does not do its part`;
}

function isInStep(server: Server | undefined): boolean {
  if (server === undefined || !answers(server) || !isServing(server)) return false;
  return server.state.masterHost === undefined || server.state.link.state === 'up';
}

function volumeAgainstPolicy({ kube, fullSpec }: World, name: string): string | undefined {
  const { replicas, storage } = fullSpec;
  const claim = kube.claims.get(name);
  if (claim === undefined || (storage.whenScaled === 'Delete' && replicas > 0 && claim.ordinal >= replicas)) return undefined;
  return `${name} is deleted against the policy`;
}

/** Where no majority names anybody, nobody may lead out of the operator's sight: those that are silent or gone have elected it. */
function electedElsewhere({ service }: World, sentinel: string): string | undefined {
  const masterHost = service.sentinels.get(sentinel)?.watch?.masterHost;
  if (namedHost(service) !== undefined) return undefined;
  const other = [...service.servers.values()].find((server) => isMaster(server) && server.host !== masterHost);
  return other && `a replica of ${masterHost} is promoted by ${sentinel} while ${other.pod} leads`;
}

/** Whom the sentinels are told to follow becomes a master as soon as it starts. */
function secondMaster({ service }: World, host: string): string | undefined {
  const chosen = servingAt(service, host);
  if (chosen !== undefined && isMaster(chosen)) return undefined;
  const other = [...service.servers.values()].find((server) => isMaster(server) && answers(server) && server.pod !== podOf(host));
  return other === undefined ? undefined : `${podOf(host)} is to lead while ${other.pod} does`;
}
