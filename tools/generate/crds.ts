import { buildCrd, kinds } from '@dataservices/api';
import { stringify } from 'yaml';
import { type Generator, generatedMark } from './generator.ts';

/**
 * `version: '1.1'`: the API machinery reads YAML 1.1, where a bare `no` or `on` is a boolean.
 * No aliases: not every tool that reads CRDs follows them.
 */
export function toYaml(value: unknown): string {
  return stringify(value, { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 });
}

export const crds: Generator = {
  name: 'CustomResourceDefinitions',
  folder: 'crds',
  files: () =>
    kinds.map((kind) => ({
      path: `crds/${kind.plural}.yaml`,
      content: `# ${generatedMark} from libs/api.\n${toYaml(buildCrd(kind))}`,
    })),
};
