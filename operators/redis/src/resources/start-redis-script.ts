import { askPart } from './start-redis/ask.ts';
import { decidePart } from './start-redis/decide.ts';
import { lobbyPart } from './start-redis/lobby.ts';
import { recordPart } from './start-redis/record.ts';
import { reloadPart } from './start-redis/reload.ts';
import { servePart } from './start-redis/serve.ts';
import { successorPart } from './start-redis/successor.ts';
import { volumePart } from './start-redis/volume.ts';

/**
 * How a data container starts, each time it starts. Constant text: every value reaches it through the environment or a file.
 *
 * Nobody makes itself a master. The sentinels say who leads, and a volume that does not hold this cluster's data never leads,
 * whatever they say: an empty master would be synchronised, emptiness and all, to the replicas that still hold the data.
 *
 * While it is not decided what to be, redis-server does not run on its port: an answer of any kind keeps Sentinel from
 * failing over. A separate empty server, the lobby, tells the operator what is on the volume and takes its one order:
 * to found the cluster. The operator is needed for that alone; every later start is settled with the sentinels.
 */
export const startRedisScript = [askPart, volumePart, recordPart, successorPart, reloadPart, servePart, lobbyPart, decidePart].join('');
