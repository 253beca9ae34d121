import type { Api } from '../wire/api.ts';

/** Sends a call to whoever it is for. @throws KafkaAdminError */
export type Ask = <Q, A>(api: Api<Q, A>, request: Q) => Promise<A>;
