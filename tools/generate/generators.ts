import { autoscalingPresets } from './autoscaling-presets.ts';
import { chartCrds } from './chart-crds.ts';
import { crds } from './crds.ts';
import { dashboardPages } from './dashboard-pages.ts';
import type { Generator } from './generator.ts';
import { installManifest } from './install-manifest.ts';
import { kubeStateMetrics } from './kube-state-metrics.ts';
import { alertFile, dashboardFiles, runbooks } from './monitoring.ts';
import { quotedCode } from './quoted-code.ts';
import { reference } from './reference.ts';

export const generators: readonly Generator[] = [
  crds,
  chartCrds,
  installManifest,
  reference,
  quotedCode,
  dashboardFiles,
  dashboardPages,
  alertFile,
  runbooks,
  kubeStateMetrics,
  autoscalingPresets,
];
