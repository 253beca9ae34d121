import type { Pod } from '../../src/pod.ts';
import type { RabbitmqCall } from '../../src/rabbitmq-api.ts';
import type { RabbitmqRef } from '../../src/rabbitmq-object.ts';

/** A RabbitMQ and whoever runs it: all that a measurement does to either. */
export type MeasuredCluster = {
  readonly ref: RabbitmqRef;
  /** The Secret with `host`, `port`, `username` and `password`, for clients. */
  readonly bindingSecret: string;
  /** Its pods by name, each with a container `rabbitmq`. */
  readonly pods: () => Promise<readonly Pod[]>;
  /** Whoever may see and change everything. */
  readonly admin: () => Promise<NonNullable<RabbitmqCall['as']>>;
  /** Makes or changes it, and returns when it is whole. */
  readonly haveSize: (replicas: number) => Promise<void>;
  /** Returns when whoever runs it knows that this pod does not serve. */
  readonly awaitLoss: (pod: string) => Promise<void>;
  /** Returns when every node serves, and nothing is left to be done. @param after for the error message */
  readonly awaitWhole: (after: string) => Promise<void>;
  /** Restarts every node in the way that is documented for it, and returns when it is whole again. @param token new for each restart */
  readonly restart: (token: string) => Promise<void>;
  /** Returns when its pods are gone. */
  readonly remove: () => Promise<void>;
};

/** How long making, changing or restarting a cluster may take: with the vendor's operator, each node's restart is more than a minute. */
export const changeMs = 600_000;

/** What both give the servers, which is otherwise left to the defaults of each. Neither asks for CPU or memory: no node is refused a place. */
export const storageSize = '1Gi';
