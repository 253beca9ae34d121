import { type Shown, shownTexts } from '../../tools/docs/shown-commands.ts';

/** How a page of docs is run, command by command in the order in which it shows them. Its texts are known by how they begin. */
export type GuidePage = {
  readonly page: string;
  /** Commands for what the page takes to be there. */
  readonly before?: readonly string[];
  readonly fragments?: FragmentUse;
  /** Those that are parts of another object. */
  readonly otherFragments?: Readonly<Record<string, FragmentUse>>;
  /** What is not run, and why not. */
  readonly notRun: Readonly<Record<string, string>>;
  /** What its reader would do next, though the page does not say it. */
  readonly after?: Readonly<Record<string, readonly string[]>>;
  /** What a command prints, where its exit code says too little. */
  readonly prints?: Readonly<Record<string, RegExp>>;
};

/** What takes YAML without a kind, a part of an object, as its input; and what has to stand before that. */
export type FragmentUse = { readonly command: string; readonly head?: string };

export type GuideStep = {
  /** Page and line. */
  readonly at: string;
  /** What the page shows, in one line. */
  readonly title: string;
  readonly command: string;
  readonly input?: string;
  readonly prints?: RegExp;
  /** Whether what was changed settles before the next step. Not where that is a wait of the page's own. */
  readonly settles: boolean;
};

type Unordered = Omit<GuideStep, 'settles'>;

/** The steps of a page: all that it shows, but for what is said not to be run. */
export function guideSteps(guide: GuidePage, markdown: string): readonly GuideStep[] {
  const shown = shownTexts(markdown).filter(({ text }) => entryOf(guide.notRun, text) === undefined);
  const before = (guide.before ?? []).map((command) => stepOf(`before ${guide.page}`, command));
  const steps = [...before, ...shown.flatMap((text) => stepsOf(guide, text))];
  return steps.map((step, index) => ({ ...step, settles: !/^kubectl .*\bwait /.test(steps[index + 1]?.command ?? '') }));
}

/** How the entries of a page's tables begin that nothing on the page begins with any more. */
export function staleEntries({ notRun, otherFragments = {}, after = {}, prints = {} }: GuidePage, markdown: string): readonly string[] {
  const texts = shownTexts(markdown).map(({ text }) => text);
  const isRun = (text: string) => entryOf(notRun, text) === undefined;
  const isStale = (within: readonly string[]) => (beginning: string) => !within.some((text) => text.startsWith(beginning));
  return [
    ...Object.keys(notRun).filter(isStale(texts)),
    ...[otherFragments, after, prints].flatMap((entries) => Object.keys(entries)).filter(isStale(texts.filter(isRun))),
  ];
}

function stepsOf(
  { page, fragments, otherFragments = {}, after = {}, prints = {} }: GuidePage,
  { language, line, text }: Shown,
): readonly Unordered[] {
  const at = `${page}:${line}`;
  const step = language === 'yaml' ? applied(at, text, entryOf(otherFragments, text) ?? fragments) : stepOf(at, text);
  const pattern = entryOf(prints, text);
  const next = (entryOf(after, text) ?? []).map((command) => stepOf(`after ${at}`, command));
  return [{ ...step, ...(pattern && { prints: pattern }) }, ...next];
}

function stepOf(at: string, command: string): Unordered {
  return { at, title: titleOf(command), command };
}

function applied(at: string, text: string, fragments: FragmentUse | undefined): Unordered {
  const title = titleOf(text);
  if (/^kind:/m.test(text)) return { at, title, command: 'kubectl apply -f -', input: text };
  if (fragments === undefined) throw new Error(`${at}: nothing says what this is a part of`);
  return { at, title, command: fragments.command, input: `${fragments.head ?? ''}${text}` };
}

function entryOf<T>(entries: Readonly<Record<string, T>>, text: string): T | undefined {
  return Object.entries(entries).find(([beginning]) => text.startsWith(beginning))?.[1];
}

function titleOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim().slice(0, 100);
}
