import { certificateSamples } from '@dataservices/members/testing';
import { certificateNames } from '../resources/certificate-names.ts';
import { nowMs, observed } from './observed-builder.ts';

export const { authorityA, authorityB, certificate, files, late, tls } = certificateSamples({
  nowMs,
  names: certificateNames(observed({ servers: [], sentinels: [] })),
  secretName: 'cart-redis-certificates',
});
