/** One program of a shell command with its arguments. What a nested `$(…)` gives is written as {@link substituted}. */
export type Command = readonly string[];

/** Stands in a word for what only the run of a command would tell. */
export const substituted = '$()';

/**
 * The programs that a piece of shell script runs, also those in `$(…)`: enough of the shell's grammar for what guides show.
 *
 * @throws Error for a quote or a parenthesis that is not closed
 */
export function parseShell(script: string): readonly Command[] {
  const commands: Command[] = [];
  let words: string[] = [];
  let word: string | undefined;
  let at = 0;

  const endWord = () => {
    if (word !== undefined) words.push(word);
    word = undefined;
  };
  const endCommand = () => {
    endWord();
    if (words.length > 0) commands.push(words);
    words = [];
  };
  const add = (text: string) => {
    word = (word ?? '') + text;
  };
  const substitute = () => {
    const end = closingParenthesis(script, at + 2);
    commands.push(...parseShell(script.slice(at + 2, end)));
    add(substituted);
    at = end + 1;
  };
  const quoted = (quote: string) => {
    add('');
    for (at += 1; script[at] !== quote; ) {
      if (at >= script.length) throw new Error(`a quote is not closed: ${script}`);
      if (quote === '"' && script.startsWith('$(', at)) substitute();
      else {
        if (quote === '"' && script[at] === '\\') at += 1;
        add(script[at] ?? '');
        at += 1;
      }
    }
    at += 1;
  };

  while (at < script.length) {
    const char = script[at] ?? '';
    if (script.startsWith('\\\n', at)) at += 2;
    else if (char === '"' || char === "'") quoted(char);
    else if (script.startsWith('$(', at)) substitute();
    else if (char === '#' && word === undefined) at = endOfLine(script, at);
    else if (/[|&;\n]/.test(char)) {
      endCommand();
      at += 1;
    } else if (/\s/.test(char)) {
      endWord();
      at += 1;
    } else {
      add(char);
      at += 1;
    }
  }
  endCommand();
  return commands;
}

function endOfLine(script: string, from: number): number {
  const end = script.indexOf('\n', from);
  return end < 0 ? script.length : end;
}

function closingParenthesis(script: string, from: number): number {
  let depth = 1;
  for (let at = from; at < script.length; at += 1) {
    if (script[at] === '(') depth += 1;
    if (script[at] === ')') depth -= 1;
    if (depth === 0) return at;
  }
  throw new Error(`a parenthesis is not closed: ${script}`);
}
