import { apiGroup, apiVersion, buildCrd, category, type KindDefinition, kinds, type StructuralSchema } from '@dataservices/api';
import { type FieldRow, fieldRows, kubernetesFields } from './field-rows.ts';
import { type Generator, generatedMark } from './generator.ts';
import { markdownTable } from './markdown-table.ts';

export const reference: Generator = {
  name: 'API reference',
  folder: 'docs/reference',
  files: () => kinds.map((kind) => ({ path: `docs/reference/${kebabCase(kind.kind)}.md`, content: page(kind) })),
};

function page(kind: KindDefinition): string {
  const schema = buildCrd(kind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
  const section = (name: 'spec' | 'status') => fieldTable(fieldRows(schema.properties?.[name] ?? {}, name).slice(1));
  return `${[
    `<!-- ${generatedMark} from libs/api. -->`,
    `# ${kind.kind}`,
    kind.description,
    `\`${apiGroup}/${apiVersion}\`, namespaced, \`kubectl get ${kind.plural}.${apiGroup}\`, short \`${kind.shortName}\`, category \`${category}\`.`,
    '## spec',
    'Defaults are filled in by the API server. A field without a default may be left out.',
    section('spec'),
    '## Rules',
    'Beside types and bounds, an object is refused unless:',
    rules(schema, '').join('\n'),
    ...refusedSettings(kind),
    '## status',
    section('status'),
    '## Columns of kubectl get',
    kind.printerColumns.map(({ name, description, jsonPath }) => `- ${name}: ${description} (\`${jsonPath}\`)`).join('\n'),
  ].join('\n\n')}\n`;
}

function refusedSettings({ refusedKeys }: KindDefinition): readonly string[] {
  if (refusedKeys.length === 0) return [];
  const lines = refusedKeys.map(({ keys, remedy, except = {} }) => {
    const taken = Object.entries(except).map(([key, values]) => `\`${key}\`${values.length === 0 ? '' : ` (${values.join(' or ')})`}`);
    const but = taken.length === 0 ? '' : ` Taken nevertheless: ${taken.join(', ')}.`;
    return `- ${keys.map((key) => `\`${key}\``).join(', ')}: ${remedy}.${but}`;
  });
  return ['## Settings that spec.config refuses', lines.join('\n')];
}

function fieldTable(rows: readonly FieldRow[]): string {
  const lines = rows.map((row) => [
    `\`${row.path}\``,
    cell(row.type),
    row.default === '' ? '' : `\`${row.default}\``,
    cell(row.description),
  ]);
  return markdownTable(['field', 'type', 'default', 'meaning'], lines);
}

function rules(schema: StructuralSchema, path: string): readonly string[] {
  const own = (schema['x-kubernetes-validations'] ?? [])
    .filter(({ message }) => !isRefusedSetting(message))
    .map(({ message }) => `- ${path === '' ? '' : `\`${path}\`: `}${prose(message)}.`);
  if (kubernetesFields.includes(path)) return own;
  const inside = Object.entries(schema.properties ?? {}).flatMap(([name, child]) => rules(child, path === '' ? name : `${path}.${name}`));
  return [...own, ...inside, ...(schema.items === undefined ? [] : rules(schema.items, `${path}[]`))];
}

/** They have a section of their own. */
function isRefusedSetting(message: string): boolean {
  return message.startsWith('config.');
}

function cell(text: string): string {
  return prose(text).replaceAll('|', '\\|');
}

/** A placeholder such as <name> is no HTML. */
function prose(text: string): string {
  return text.replace(/[<*]/g, '\\$&');
}

function kebabCase(text: string): string {
  return text.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase();
}
