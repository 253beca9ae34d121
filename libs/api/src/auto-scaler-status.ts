import { z } from 'zod';
import { conditionList, text, timestamp } from './common-status.ts';

const count = () => z.int32().min(0);
const atomic = { 'x-kubernetes-list-type': 'atomic' } as const;

const metric = z.object({
  name: text(63).describe('Name of the metric.'),
  value: text(64).describe('What the server answered; absent where that is unknown.').exactOptional(),
  target: text(64).describe('What it is compared with.').exactOptional(),
  replicas: z.int32().describe('Size that it asks for; absent where it is unknown.').exactOptional(),
  series: count().describe('How many series the answer had; absent where there was none.').exactOptional(),
  ageSeconds: count()
    .describe('Age of the oldest of them by the clock of the server, which gives what it has computed the time of the question.')
    .exactOptional(),
  problem: text(1024).describe('Why it is unknown.').exactOptional(),
});

const decision = z.object({
  time: timestamp('When it was made; where nothing but times has changed since, when it was made first.'),
  proposed: z.int32().describe('Size that the metrics ask for.').exactOptional(),
  stabilized: z.int32().describe('That after the stabilization windows.').exactOptional(),
  limited: z.int32().describe('That after rate policies, minReplicas and maxReplicas.').exactOptional(),
  sized: z.int32().describe('That after the allowed sizes and the fallback.').exactOptional(),
  held: z.array(text(128)).max(16).meta(atomic).describe('What keeps the size from being changed, by name.').exactOptional(),
  sentence: text(2048).describe('The decision in plain words.'),
});

const change = z.object({
  from: count().describe('Size before.'),
  to: count().describe('Size after.'),
  time: timestamp('When it was changed.'),
  reason: text(1024).describe('Why.'),
});

const recommendation = z.object({ replicas: z.int32().describe('Size that the metrics asked for.'), time: timestamp('When.') });
const step = z.object({ change: count().describe('By how many replicas.'), time: timestamp('When.') });

/** All that the next look must know of the ones before: who takes over decides as who was before would have. */
const memory = z.object({
  seenReplicas: count().describe('Size of the target as last seen or set.').exactOptional(),
  manualEdit: z
    .object({ replicas: count().describe('Size that was set.'), time: timestamp('When that was seen.') })
    .describe('The last size that somebody else has set.')
    .exactOptional(),
  unknownSince: timestamp('Since when a metric has been unknown without a break.').exactOptional(),
  lastUnknown: timestamp('When a metric was unknown last.').exactOptional(),
  recommendations: z
    .array(recommendation)
    .max(256)
    .meta(atomic)
    .describe('What the metrics asked for within the stabilization windows, without what no later look depends on.')
    .exactOptional(),
  scaleUps: z.array(step).max(256).meta(atomic).describe('Growth within the periods of the policies.').exactOptional(),
  scaleDowns: z.array(step).max(256).meta(atomic).describe('Shrinking within the periods of the policies.').exactOptional(),
});

const storageStatus = z.object({
  usedPercent: z.int32().describe('Used part of the fullest volume, in percent; absent where it is unknown.').exactOptional(),
  size: text(64).describe('Size that was asked for last.').exactOptional(),
  lastGrowth: timestamp('When that was.').exactOptional(),
  message: text(1024).describe('What became of it, in one sentence.'),
});

export const autoScalerStatus = z.object({
  observedGeneration: z
    .int()
    .meta({ format: 'int64' })
    .describe('Generation of the object that this status is about; -1 before the first look.')
    .default(-1),
  summary: text(256).describe('The outcome in a word.').exactOptional(),
  currentReplicas: count().describe('Size that the target asks for.').exactOptional(),
  desiredReplicas: count().describe('Size that was decided on last.').exactOptional(),
  lastScaleTime: timestamp('When the size was changed last.').exactOptional(),
  currentMetrics: z.array(metric).max(16).meta(atomic).describe('The metrics as last seen.').exactOptional(),
  decision: decision.describe('The last decision, with the number after each of its steps.').exactOptional(),
  lastChange: change.describe('The last change of the size.').exactOptional(),
  storage: storageStatus.describe('Growth of the volumes.').exactOptional(),
  memory: memory.describe('What later decisions depend on.').exactOptional(),
  conditions: conditionList(
    'AbleToScale, ScalingActive and ScalingLimited as in the HorizontalPodAutoscaler; Gated and Vetoed.',
  ).exactOptional(),
});
