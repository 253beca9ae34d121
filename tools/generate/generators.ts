import { chartCrds } from './chart-crds.ts';
import { crds } from './crds.ts';
import type { Generator } from './generator.ts';
import { quotedCode } from './quoted-code.ts';
import { reference } from './reference.ts';

export const generators: readonly Generator[] = [crds, chartCrds, reference, quotedCode];
