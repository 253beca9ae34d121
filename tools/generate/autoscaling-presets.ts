import { type DocumentedQuery, type DocumentedVeto, documentedQuery, documentedVetoes } from '../docs/documented-queries.ts';
import { toYaml } from './crds.ts';
import { type Generator, generatedMark } from './generator.ts';

/** What the chart for instances scales a service on: the first metric where the values name none. */
export type Preset = { readonly metrics: readonly DocumentedQuery[]; readonly vetoes: readonly DocumentedVeto[] };

const folder = 'charts/dataservices-instances/files';

/** The page is the source: what its tables tell users is what the chart gives them, and what scenarios try. */
export const autoscalingPresets: Generator = {
  name: 'what instances are scaled on',
  folder,
  files: () => [{ path: `${folder}/autoscaling.yaml`, content: `# ${generatedMark} from docs/autoscaling.md.\n${toYaml(presets())}` }],
};

function presets(): Readonly<Record<string, Preset>> {
  const services = ['Redis', 'ZooKeeper', 'RabbitMQ', 'Kafka'];
  return Object.fromEntries(services.map((service) => [service.toLowerCase(), presetOf(service)]));
}

function presetOf(service: string): Preset {
  return { metrics: [documentedQuery(service), documentedQuery('any')], vetoes: documentedVetoes(service) };
}
