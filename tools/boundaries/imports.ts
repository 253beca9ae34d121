import { parseAst } from 'rolldown/parseAst';

export type Import = {
  readonly specifier: string;
  /** `import type` and type positions: nothing of it is left at run time. `import { type A }` still loads the module. */
  readonly isTypeOnly: boolean;
};

type Node = Readonly<Record<string, unknown>>;

/** Every module that the source text names: imports, re-exports and dynamic imports of a literal. */
export function importsIn(source: string, language: 'ts' | 'dts' | 'js'): readonly Import[] {
  const found: Import[] = [];
  visit(parseAst(source, { lang: language }) as unknown as Node, found);
  return found;
}

function visit(node: Node, found: Import[]): void {
  const specifier = literalText(node.source);
  if (specifier !== undefined) found.push({ specifier, isTypeOnly: isTypeOnly(node) });
  for (const child of Object.values(node).flat()) {
    if (typeof child === 'object' && child !== null) visit(child as Node, found);
  }
}

function literalText(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const literal = value as Node;
  return literal.type === 'Literal' && typeof literal.value === 'string' ? literal.value : undefined;
}

function isTypeOnly({ type, importKind, exportKind }: Node): boolean {
  return type === 'TSImportType' || importKind === 'type' || exportKind === 'type';
}
