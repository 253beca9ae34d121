import { annotationKeys, objectLabels, selectorLabels, stableHash } from '@dataservices/plan';
import { headlessService, ownedMetadata, statefulSet } from '@dataservices/resources';
import type { Memcached } from './memcached.ts';

const port = { name: 'memcached', port: 11211 };

function componentOf({ metadata }: Memcached) {
  return { service: 'memcached', instance: metadata.name, component: 'data' };
}

/** What a pod must have been made from to be up to date: the number of members is no reason to restart anybody. */
export function podHashOf({ spec }: Memcached): string {
  return stableHash({ image: spec.image });
}

export function service(cluster: Memcached) {
  const component = componentOf(cluster);
  const metadata = ownedMetadata({ owner: cluster, name: cluster.metadata.name, component });
  return headlessService({ metadata, selector: selectorLabels(component), ports: [port] });
}

export function statefulSetOf(cluster: Memcached) {
  const component = componentOf(cluster);
  const { name } = cluster.metadata;
  return statefulSet({
    metadata: ownedMetadata({ owner: cluster, name, component }),
    replicas: cluster.spec.replicas,
    serviceName: name,
    selector: selectorLabels(component),
    template: {
      metadata: { labels: objectLabels(component), annotations: { [annotationKeys.podHash]: podHashOf(cluster) } },
      spec: { containers: [{ name: 'memcached', image: cluster.spec.image, ports: [{ containerPort: port.port }] }] },
    },
  });
}
