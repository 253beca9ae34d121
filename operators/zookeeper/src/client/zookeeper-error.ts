export type ZookeeperErrorCode = 'Unreachable' | 'Timeout' | 'NotServing' | 'NotAuthorized' | 'Refused';

/** A call to a ZooKeeper server that failed. */
export class ZookeeperError extends Error {
  override readonly name = 'ZookeeperError';
  readonly code: ZookeeperErrorCode;
  readonly retry = 'backoff';

  constructor(code: ZookeeperErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
