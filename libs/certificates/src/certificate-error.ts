/**
 * Why a certificate cannot be read, made or used. InvalidPem: it is not one, or not its key. Expired: it is not valid now. KeyMismatch:
 * the key is not that of the certificate. NotAnAuthority: it may not sign others. WrongIssuer: it was signed by another. WrongNames:
 * it does not hold the names that are needed. WrongUsage: it may be presented by servers alone, where members are clients of each other too.
 */
export type CertificateErrorCode =
  | 'InvalidPem'
  | 'Expired'
  | 'KeyMismatch'
  | 'NotAnAuthority'
  | 'WrongIssuer'
  | 'WrongNames'
  | 'WrongUsage';

/** The message names the cause and the remedy; it holds nothing of a key. */
export class CertificateError extends Error {
  override readonly name = 'CertificateError';
  /** What was given has to change first. */
  readonly retry = 'terminal';
  readonly code: CertificateErrorCode;

  constructor(code: CertificateErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
