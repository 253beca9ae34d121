import { buildCrd, type CustomResourceDefinition, kinds } from '@dataservices/api';
import { toYaml } from './crds.ts';
import { type Generator, generatedMark } from './generator.ts';

/** The CRDs as the chart installs them. Uninstalling a release must not take every object of every kind with it. */
export const chartCrds: Generator = {
  name: 'CustomResourceDefinitions of the chart',
  folder: 'charts/dataservices/files/crds',
  files: () =>
    kinds.map((kind) => ({
      path: `charts/dataservices/files/crds/${kind.plural}.yaml`,
      content: `# ${generatedMark} from libs/api.\n${toYaml(kept(buildCrd(kind)))}`,
    })),
};

function kept(crd: CustomResourceDefinition): CustomResourceDefinition {
  return { ...crd, metadata: { ...crd.metadata, annotations: { 'helm.sh/resource-policy': 'keep' } } };
}
