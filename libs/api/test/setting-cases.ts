import type { BadSpecCase, SpecCase } from './redis-cluster-cases.ts';

/** What some programs would look up somewhere else: it is a text here, since settings that name such programs are refused. */
export function lookUps(key: string): readonly SpecCase[] {
  const braces = (inside: string) => `$${inside}`;
  return ['{file:/etc/passwd:root}', '{env:HOME}', '{directory:/data:log}'].map((text) => [
    `a setting of ${braces(text)}`,
    { config: { [key]: braces(text) } },
  ]);
}

/** What another program could take for the end of a line, and the rest for a setting. */
export function lineEnds(key: string): readonly BadSpecCase[] {
  return ['\r', '\u0085', '\u2028', '\u2029', '\u0000', '\f'].map((end) => [
    `a setting with ${JSON.stringify(end)}`,
    { config: { [key]: `1${end}other=1` } },
    `spec.config.${key}`,
  ]);
}
