export type Names = { readonly namespace: string; readonly name: string };

/** Puts the names of the target into a query, so that inside of quotes they can be nothing but text. Anything else with a $ stays. */
export function substitute(query: string, names: Names): string {
  return query.replace(/\$(namespace|name)\b/g, (_, which: keyof Names) => escaped(names[which]));
}

function escaped(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll("'", "\\'").replaceAll('`', '').replaceAll('\n', '\\n');
}
