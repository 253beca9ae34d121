import { expect, test } from 'vitest';
import { withQuotes } from './quoted-code.ts';

const fence = (path: string, code: string) => `<!-- code: ${path} -->\n\n\`\`\`ts\n${code}\`\`\`\n`;

test('each marked fence gets its file, and nothing else is touched', () => {
  const page = `# Title\n\n${fence('a.ts', 'old\n')}\nwords\n\n\`\`\`ts\nkept\n\`\`\`\n\n${fence('b.ts', '')}`;
  const files: Readonly<Record<string, string>> = { 'a.ts': 'const a = `$1`;\n', 'b.ts': 'const b = 2;\n' };
  const expected = `# Title\n\n${fence('a.ts', 'const a = `$1`;\n')}\nwords\n\n\`\`\`ts\nkept\n\`\`\`\n\n${fence('b.ts', 'const b = 2;\n')}`;
  expect(withQuotes(page, (path) => files[path] ?? '')).toBe(expected);
  expect(withQuotes(expected, (path) => files[path] ?? '')).toBe(expected);
});

test('a page without a mark is an error', () => {
  expect(() => withQuotes('```ts\nold\n```', () => '')).toThrow('has no');
});
