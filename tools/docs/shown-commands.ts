import { type Command, parseShell } from './shell-words.ts';

/** What a page shows for its reader to run, one command each, or to apply. */
export type Shown = {
  readonly language: 'sh' | 'yaml';
  /** Where it begins, counted from 1. */
  readonly line: number;
  readonly text: string;
};

const programs = ['kubectl', 'helm', 'npm', 'npx', 'node'];
const shownPattern = /^```(?<language>\w*)[^\n]*\n(?<block>[\s\S]*?)^```|`(?<span>[^`\n]+)`/gm;

/** Commands of blocks of shell script and of consoles, spans of code that begin with a program, and blocks of YAML, as a reader meets them. */
export function shownTexts(markdown: string): readonly Shown[] {
  return [...markdown.matchAll(shownPattern)].flatMap(({ index, groups: { language, block, span } = {} }) => {
    const line = markdown.slice(0, index).split('\n').length;
    if (span !== undefined) return isCommand(span) ? [{ language: 'sh', line, text: span }] : [];
    return shownInBlock(language, block ?? '', line + 1);
  });
}

/** The programs that a page tells its reader to run, with their arguments. */
export function shownCommands(markdown: string): readonly Command[] {
  return shownTexts(markdown).flatMap(({ language, text }) => (language === 'sh' ? parseShell(text) : []));
}

/** The name of a verb alone, such as `kubectl drain`, is spoken of, and not to be run. */
const programsOfVerbs = ['kubectl', 'helm'];

function isCommand(span: string): boolean {
  const [program = '', ...words] = span.split(' ');
  return programs.includes(program) && words.length > (programsOfVerbs.includes(program) ? 1 : 0);
}

function shownInBlock(language: string | undefined, block: string, line: number): readonly Shown[] {
  if (language === 'sh') return commandsOf(block, line);
  if (language === 'yaml') return [{ language, line, text: block }];
  if (language !== 'console') return [];
  return block
    .split('\n')
    .flatMap((text, index) => (text.startsWith('$ ') ? [{ language: 'sh', line: line + index, text: text.slice(2) }] : []));
}

/** A command may go on over several lines. */
function commandsOf(script: string, line: number): readonly Shown[] {
  const shown: Shown[] = [];
  let begun: readonly string[] = [];
  for (const [index, last] of script.trimEnd().split('\n').entries()) {
    begun = [...begun, last];
    const text = begun.join('\n');
    if (!isWhole(text)) continue;
    if (parseShell(text).length > 0) shown.push({ language: 'sh', line: line + index - begun.length + 1, text });
    begun = [];
  }
  if (begun.length > 0) throw new Error(`a command has no end: ${begun.join('\n')}`);
  return shown;
}

function isWhole(script: string): boolean {
  if (script.endsWith('\\')) return false;
  try {
    parseShell(script);
    return true;
  } catch {
    // A quote or a parenthesis is still open.
    return false;
  }
}
