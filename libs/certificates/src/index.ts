export * from './certificate-error.ts';
export * from './certificate-view.ts';
export * from './check-provided.ts';
export * from './issue-authority.ts';
export * from './issue-certificate.ts';
export type { Issued, Validity } from './issued.ts';
export * from './pem.ts';
