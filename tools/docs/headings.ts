/** The anchors of a page's headings, as the usual hosts make them. */
export function anchorsOf(markdown: string): ReadonlySet<string> {
  const headings = withoutFences(markdown)
    .split('\n')
    .flatMap((line) => /^#{1,6} (?<text>.+)$/.exec(line)?.groups?.text ?? []);
  return new Set(headings.map(anchorOf));
}

function anchorOf(heading: string): string {
  const text = heading.replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1');
  return text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');
}

/** Fences and spans of code: what looks like a link there is none. */
export function withoutCode(markdown: string): string {
  return withoutFences(markdown).replaceAll(/`[^`\n]*`/g, '`code`');
}

function withoutFences(markdown: string): string {
  return markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
}
