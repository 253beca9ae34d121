import type { AutoScaler } from '@dataservices/api';
import type { ScalerState } from '@dataservices/autoscaling';
import { compareResourceVersions, type Kube, type Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { Cache } from '@dataservices/reconcile';
import { foreignTargetView } from './observe/foreign-target.ts';
import { readingsOf } from './observe/readings.ts';
import { rivalsOf, type Scalers } from './observe/rivals.ts';
import type { SecretReader } from './observe/secrets.ts';
import { serverOf } from './observe/server.ts';
import { targetView } from './observe/target.ts';
import type { Observed, TargetView } from './observed.ts';
import type { PrometheusPort } from './prometheus/port.ts';
import type { Settings } from './settings.ts';
import type { SteadyClock } from './steady-clock.ts';
import { isForeign, targetKind } from './target-kinds.ts';

export type ScalerCaches = Scalers & { readonly targets: ReadonlyMap<Resource, Cache<StoredObject>> };

export type ObserveInput = {
  readonly scaler: AutoScaler;
  readonly state: ScalerState;
  /** The version that the target got with its last size. */
  readonly sizedVersion: string | undefined;
  readonly caches: ScalerCaches;
  readonly kube: Kube;
  readonly prometheus: PrometheusPort;
  readonly readSecret: SecretReader;
  readonly settings: Settings;
  readonly clock: SteadyClock;
  /** Milliseconds since the epoch, by the wall clock: what others say is compared with it. */
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** All that the plan may know of one AutoScaler: its target, who else scales it, and what Prometheus answers. */
export async function observe(input: ObserveInput): Promise<Observed> {
  const { scaler, state, caches, settings, clock } = input;
  const [target, readings] = await Promise.all([targetOf(input), allReadings(input)]);
  return {
    now: clock.now(),
    aheadSeconds: clock.aheadSeconds(),
    scaler,
    state,
    settings,
    kind: targetKind(scaler, settings.targets),
    target,
    rivals: rivalsOf(scaler, caches),
    ...readings,
  };
}

async function allReadings({ scaler, prometheus, readSecret, settings, now, signal }: ObserveInput) {
  if (scaler.spec.mode === 'Paused') return { metrics: new Map(), vetoes: new Map() };
  const { prometheusAddress: defaultAddress } = settings;
  const server = await serverOf({ scaler, defaultAddress, allowedHosts: allowedHostsOf(settings), readSecret, signal });
  return readingsOf({ scaler, server, prometheus, nowSeconds: () => now() / 1000 });
}

/** The host of the operator's own server is allowed as it is. */
export function allowedHostsOf({ allowedHosts, prometheusAddress }: Settings): readonly string[] {
  const own = prometheusAddress !== undefined && URL.canParse(prometheusAddress) ? [new URL(prometheusAddress)] : [];
  return [...allowedHosts, ...own.map(({ hostname, port, protocol }) => `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`)];
}

/** What others own is read live, and not kept. */
async function targetOf(input: ObserveInput): Promise<TargetView | undefined> {
  const { scaler, settings, kube, signal } = input;
  const kind = targetKind(scaler, settings.targets);
  if (kind === undefined) return undefined;
  if (!isForeign(kind)) {
    const known = await knownTarget(input, kind);
    return known && targetView(known);
  }
  const ref = { namespace: scaler.metadata.namespace, name: scaler.spec.scaleTargetRef.name };
  const [object, scale] = await Promise.all([kube.get<StoredObject>(kind, ref, { signal }), kube.getScale(kind, ref, { signal })]);
  return object && scale && foreignTargetView(object, scale);
}

/** From a cache where there is one that has seen the last size; else live. */
function knownTarget({ scaler, sizedVersion, caches, kube, signal }: ObserveInput, kind: Resource): Promise<StoredObject | undefined> {
  const { namespace } = scaler.metadata;
  const { name } = scaler.spec.scaleTargetRef;
  const cache = caches.targets.get(kind);
  const cached = cache?.get(`${namespace}/${name}`);
  const isBehind =
    cached !== undefined && sizedVersion !== undefined && compareResourceVersions(cached.metadata.resourceVersion, sizedVersion) < 0;
  if (cache !== undefined && !isBehind) return Promise.resolve(cached);
  return kube.get<StoredObject>(kind, { namespace, name }, { signal });
}
