import { readFileSync } from 'node:fs';
import { buildCrd, kinds } from '@dataservices/api';
import { toYaml } from './crds.ts';
import { type Generator, generatedMark } from './generator.ts';

export const installNamespace = 'dataservices-system';

const path = 'charts/install.yaml';

/** Where the part begins that only helm can make. */
const renderedMark = '# Rendered from charts/dataservices by `npx vitest run --config tools/vitest.config.ts chart -u`.\n';

const namespaceObject = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: installNamespace, labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } },
};

/** The manifest for `kubectl apply -f`, of which `rendered` is what the chart gives. */
export function installManifestOf(rendered: string): string {
  const definitions = kinds.map((kind) => toYaml(buildCrd(kind))).join('---\n');
  return `# ${generatedMark} from libs/api, as far as the next comment.\n${toYaml(namespaceObject)}---\n${definitions}${renderedMark}${rendered}`;
}

/**
 * The definitions in the manifest. Schemas change more often than the chart, and helm is not at hand where files are generated: what it has
 * rendered is kept, and a test of the chart renders it anew.
 *
 * @param committed the manifest as it is
 */
export function withDefinitions(committed: string): string {
  const [, rendered] = committed.split(renderedMark);
  if (rendered === undefined) throw new Error(`${path} has lost the line "${renderedMark.trim()}"`);
  return installManifestOf(rendered);
}

export const installManifest: Generator = {
  name: 'Manifest for those without Helm',
  folder: 'charts',
  files: () => [{ path, content: withDefinitions(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')) }],
};
