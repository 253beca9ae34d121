import { buildCrd, kinds, redisExporterImage, resolveImage, type Service, withRegistryPrefix } from '@dataservices/api';

export type ListedImage = { readonly image: string; readonly what: string };

/**
 * Every image that runs where custom resources name none, at the default versions.
 *
 * @param operatorVersion tag of the operator's own image
 * @param registryPrefix as `imageRegistryPrefix` of the chart; the operators' own image is where `--push` puts it, which `image.repository` names
 */
export function imageList(operatorVersion: string, registryPrefix?: string): readonly ListedImage[] {
  const services = kinds.flatMap((kind) => {
    const version = defaultVersion(buildCrd(kind).spec.versions[0]?.schema.openAPIV3Schema);
    const service = kind.plural.replace(/clusters$/, '') as Service;
    const choice = { version: version ?? '', ...(registryPrefix !== undefined && { registryPrefix }) };
    return version === undefined ? [] : [{ image: resolveImage(service, choice), what: kind.kind }];
  });
  return [
    { image: withRegistryPrefix(`dataservices/operator:${operatorVersion}`, registryPrefix), what: 'the operators' },
    ...services,
    { image: redisExporterImage(registryPrefix), what: 'metrics of a RedisCluster' },
  ];
}

type Schema = NonNullable<ReturnType<typeof buildCrd>['spec']['versions'][number]>['schema']['openAPIV3Schema'];

/** Kinds without servers of their own have none. */
function defaultVersion(schema: Schema | undefined): string | undefined {
  const found = schema?.properties?.spec?.properties?.version?.default;
  return typeof found === 'string' ? found : undefined;
}
