import type { Resource } from '@dataservices/kube';
import { parseTargetKinds } from './target-kinds.ts';

/** What the person who runs the operator decides, as opposed to the writer of an AutoScaler. */
export type Settings = {
  /** Whom to ask where an AutoScaler names nobody. */
  readonly prometheusAddress?: string | undefined;
  /** Hosts that an AutoScaler may name, as `name`, `name:port` or `*.domain`. That of `prometheusAddress` always is. */
  readonly allowedHosts: readonly string[];
  /** Addresses that are never asked, whatever name leads there, beside those of nodes: that of the Service of the API server. */
  readonly forbiddenAddresses: readonly string[];
  /** Kinds with a scale subresource that may be scaled beside those that are known. */
  readonly targets: readonly Resource[];
  /** Time between two decisions about an AutoScaler. */
  readonly periodMs: number;
  /** Decide as the HorizontalPodAutoscaler does, without the deviations that are there for stateful services. */
  readonly isHpaCompatible: boolean;
};

export const fieldManager = 'dataservices-autoscaler';

type Variables = Readonly<Record<string, string | undefined>>;

/** @throws RangeError that names the variable and what it takes */
export function readSettings(variables: Variables): Settings {
  const seconds = Number(variables.AUTOSCALER_SYNC_PERIOD_SECONDS || 15);
  if (!Number.isInteger(seconds) || seconds < 1 || seconds > 3600)
    throw new RangeError(
      `AUTOSCALER_SYNC_PERIOD_SECONDS is '${variables.AUTOSCALER_SYNC_PERIOD_SECONDS}': it takes whole seconds, 1 to 3600`,
    );
  return {
    prometheusAddress: variables.PROMETHEUS_ADDRESS?.trim() || undefined,
    allowedHosts: listOf(variables.PROMETHEUS_ALLOWED_HOSTS),
    forbiddenAddresses: listOf(variables.KUBERNETES_SERVICE_HOST),
    targets: parseTargetKinds(variables.AUTOSCALER_TARGETS),
    periodMs: seconds * 1000,
    isHpaCompatible: variables.AUTOSCALER_HPA_COMPAT === 'true',
  };
}

function listOf(text = ''): readonly string[] {
  return text
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter((entry) => entry !== '');
}
