/** ZooKeeper's answers that the operator tells apart, as its protocol and the C client number them. */
export const returnCode = {
  ok: 0,
  connectionLoss: -4,
  operationTimeout: -7,
  newConfigNoQuorum: -13,
  reconfigInProgress: -14,
  noNode: -101,
  noAuth: -102,
  badVersion: -103,
  nodeExists: -110,
  sessionExpired: -112,
  closing: -116,
} as const;

const lost: readonly number[] = [
  returnCode.connectionLoss,
  returnCode.operationTimeout,
  returnCode.sessionExpired,
  returnCode.closing,
] as const;

/** The answer did not arrive: what was asked for may have been done all the same. */
export function isLost(code: number): boolean {
  return lost.includes(code);
}
