import { z } from 'zod';

/** Counts beyond 2^53 are written as strings. */
const amount = z.union([
  z.number(),
  z
    .string()
    .regex(/^-?\d+$/)
    .transform(Number),
]);
const reading = z.union([amount, z.array(amount), z.null()]);

const metric = z.object({
  type: z.string(),
  targetType: z.enum(['Value', 'AverageValue']).default('AverageValue'),
  target: amount,
  current: reading.default(null),
  error: z.string().nullish(),
});

const policy = z.object({ type: z.enum(['Pods', 'Percent']), value: z.number(), periodSeconds: z.number() });

const rules = z.object({
  stabilizationWindowSeconds: z.number().optional(),
  selectPolicy: z.enum(['Max', 'Min', 'Disabled']).optional(),
  policies: z.array(policy).optional(),
  tolerance: z.number().optional(),
});

const event = z.object({ replicas: z.number(), ageSeconds: z.number() });

const condition = z.object({
  type: z.enum(['AbleToScale', 'ScalingActive', 'ScalingLimited', 'ScaledToZero']),
  status: z.enum(['True', 'False']),
  reason: z.string(),
});

const faults = [
  { pattern: /ambiguous.*selector|selector.*ambiguous/i, fault: 'AmbiguousSelector' },
  { pattern: /selector/i, fault: 'InvalidSelector' },
  { pattern: /get.*scale|scale.*get/i, fault: 'FailedGetScale' },
  { pattern: /update|conflict/i, fault: 'FailedUpdateScale' },
] as const;

type Fault = (typeof faults)[number]['fault'];

function faultOf(text: string, context: z.core.$RefinementCtx<string>): Fault {
  const known = faults.find(({ pattern }) => pattern.test(text));
  if (known !== undefined) return known.fault;
  context.issues.push({ code: 'custom', message: `no fault is known by the name ${text}`, input: text });
  return z.NEVER;
}

const start = {
  id: z.string(),
  minReplicas: z.number(),
  maxReplicas: z.number(),
  currentReplicas: z.number(),
  statusReplicas: z.number(),
  pods: z.object({ total: z.number(), ready: z.number() }),
  metrics: z.array(metric),
  behavior: z.object({ scaleUp: rules.nullish(), scaleDown: rules.nullish() }).nullish(),
  history: z
    .object({
      recommendations: z.array(event).nullish(),
      scaleUpEvents: z.array(event).nullish(),
      scaleDownEvents: z.array(event).nullish(),
    })
    .default({}),
  tolerance: z.object({ scaleUp: z.number(), scaleDown: z.number() }).optional(),
  scaleUpLimit: z.object({ factor: z.number(), minimum: z.number() }).optional(),
  featureGates: z.object({ HPAScaleToZero: z.boolean().optional() }).optional(),
  initialConditions: z.array(condition).optional(),
  /** What goes wrong at the API server. */
  fault: z.string().transform(faultOf).nullish(),
};

/** Amounts are in thousandths, ages in seconds. Fields that say what is expected are passed over. */
export const replayCaseSchema = z.object({ ...start, level: z.literal('reconcile').default('reconcile') });

const step = z.object({
  advanceSeconds: z.number(),
  metrics: z.array(reading).optional(),
  errors: z.array(z.string().nullable()).optional(),
  specReplicas: z.number().optional(),
  statusReplicas: z.number().optional(),
  ready: z.number().optional(),
  minReplicas: z.number().optional(),
  maxReplicas: z.number().optional(),
});

export const replaySequenceSchema = z.object({ ...start, steps: z.array(step) });

export type ReplayStart = z.output<typeof replayCaseSchema> | z.output<typeof replaySequenceSchema>;
export type ReplayCase = z.output<typeof replayCaseSchema>;
export type ReplaySequence = z.output<typeof replaySequenceSchema>;
export type ReplayMetric = z.output<typeof metric>;
export type ReplayReading = z.output<typeof reading>;
export type ReplayStep = z.output<typeof step>;
