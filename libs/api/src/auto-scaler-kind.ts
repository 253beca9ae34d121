import { autoScalerSchema } from './auto-scaler.ts';
import type { KindDefinition, PrinterColumn } from './kind.ts';
import { plainNames } from './metadata.ts';

const column = (name: string, type: PrinterColumn['type'], description: string, jsonPath: string, priority?: number): PrinterColumn => ({
  name,
  type,
  description,
  jsonPath,
  ...(priority !== undefined && { priority }),
});

export const autoScalerKind: KindDefinition = {
  kind: 'AutoScaler',
  plural: 'autoscalers',
  singular: 'autoscaler',
  shortName: 'dsa',
  names: plainNames,
  title: 'AutoScaler',
  description:
    'Scales a data service, a StatefulSet or a Deployment by queries to Prometheus: by the rules of the HorizontalPodAutoscaler up to the bounds, and then only where the target can bear it.',
  schema: autoScalerSchema,
  hasScale: false,
  printerColumns: [
    column('Target', 'string', 'What is scaled', '.spec.scaleTargetRef.name'),
    column('Min', 'integer', 'Smallest size', '.spec.minReplicas'),
    column('Max', 'integer', 'Largest size', '.spec.maxReplicas'),
    column('Current', 'integer', 'Size that the target asks for', '.status.currentReplicas'),
    column('Desired', 'integer', 'Size that was decided on', '.status.desiredReplicas'),
    column('Reason', 'string', 'The outcome in a word', '.status.summary'),
    column('Age', 'date', 'Time since creation', '.metadata.creationTimestamp'),
    column('Decision', 'string', 'The last decision in plain words', '.status.decision.sentence', 1),
  ],
  refusedKeys: [],
};
