import { featureFlagsAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { Target } from './port.ts';

/** Names of those that are stable and not enabled. */
export async function listDisabledFlags(call: Caller, target: Target): Promise<readonly string[]> {
  const flags = parseAnswer(featureFlagsAnswer, await call(target, { path: 'feature-flags' }), 'the list of feature flags');
  return flags.filter(({ state, stability }) => state === 'disabled' && stability !== 'experimental').map(({ name }) => name);
}

export async function enableFlag(call: Caller, target: Target, flag: string): Promise<void> {
  await call(target, { method: 'PUT', path: `feature-flags/${encodeURIComponent(flag)}/enable`, body: {} });
}
