import { type Command, parseShell } from './shell-words.ts';

const programs = ['kubectl', 'helm', 'npm', 'npx', 'node'];

/** The commands that a page tells its reader to run: blocks of shell script, consoles, and spans of code that begin with a program. */
export function shownCommands(markdown: string): readonly Command[] {
  const blocks = [...markdown.matchAll(/^```(?<language>\w+)\n(?<text>[\s\S]*?)^```/gm)].flatMap(({ groups }) => {
    if (groups?.language === 'sh') return [groups.text ?? ''];
    if (groups?.language !== 'console') return [];
    return (groups.text ?? '').split('\n').flatMap((line) => (line.startsWith('$ ') ? [line.slice(2)] : []));
  });
  const prose = markdown.replaceAll(/^```[\s\S]*?^```/gm, '');
  const spans = [...prose.matchAll(/`(?<text>[^`\n]+)`/g)].flatMap(({ groups: { text = '' } = {} }) => {
    const [program = '', verb] = text.split(' ');
    return programs.includes(program) && verb !== undefined ? [text] : [];
  });
  return [...blocks, ...spans].flatMap(parseShell);
}
