/** What can go wrong with a cluster for reasons that a caller may want to tell apart. */
export type ClusterErrorCode =
  | 'FaultsUnavailable'
  | 'UnknownNode'
  | 'UnknownPlace'
  | 'UnsuitableVolume'
  | 'KubeletMissing'
  | 'PartMissing'
  | 'UnclearFault'
  | 'KubeconfigUnusable'
  | 'ImagesNotLoadable';

/** The message names the cause and the remedy. */
export class ClusterError extends Error {
  override readonly name = 'ClusterError';
  readonly code: ClusterErrorCode;

  constructor(code: ClusterErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}
