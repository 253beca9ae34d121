/** ZooKeeper's answers that are told apart, as its protocol numbers them; those down to -9 are a client's own words. */
export const returnCode = {
  ok: 0,
  connectionLoss: -4,
  /** No answer in time; it may still come. */
  operationTimeout: -7,
  /** There was no connection, so that nothing was sent. */
  invalidState: -9,
  newConfigNoQuorum: -13,
  reconfigInProgress: -14,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  nodeExists: -110,
  sessionExpired: -112,
} as const;

const lost: readonly number[] = [returnCode.connectionLoss, returnCode.operationTimeout, returnCode.sessionExpired];

/** The answer did not arrive: what was asked for may have been done all the same. */
export function isLost(code: number): boolean {
  return lost.includes(code);
}
