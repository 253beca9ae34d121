import type { Panel, RecordedPanel, RecordedSeries, Recording } from '@dataservices/observability';
import { formatValue } from './format-value.ts';

/** What is told of a panel: when its series became something else, or between what they were. */
export type Reading = { readonly panel: string; readonly tell: 'changes' | 'range' };

/** What is worth reading in each dashboard, by its `uid`, where members are lost and a cluster grows. */
export const readings: Readonly<Record<string, readonly Reading[]>> = {
  'dataservices-story': [
    { panel: 'Writes a second', tell: 'range' },
    { panel: 'Who leads', tell: 'changes' },
    { panel: 'Operation', tell: 'changes' },
  ],
  'dataservices-redis': [
    { panel: 'Masters', tell: 'changes' },
    { panel: 'Roles', tell: 'changes' },
    { panel: 'Commands a second', tell: 'range' },
  ],
  'dataservices-zookeeper': [
    { panel: 'Leaders', tell: 'changes' },
    { panel: 'Followers in step', tell: 'changes' },
    { panel: 'Time of a write', tell: 'range' },
  ],
  'dataservices-rabbitmq': [
    { panel: 'Nodes out of reach', tell: 'changes' },
    { panel: 'Published', tell: 'range' },
  ],
  'dataservices-kafka': [
    { panel: 'Replicas out of sync', tell: 'changes' },
    { panel: 'Fenced brokers', tell: 'changes' },
    { panel: 'Records a second', tell: 'range' },
  ],
  'dataservices-operators': [
    { panel: 'Operations that go on', tell: 'changes' },
    { panel: 'CPU', tell: 'range' },
  ],
  'dataservices-autoscaler': [
    { panel: 'Sizes', tell: 'changes' },
    { panel: 'Metrics, as parts of their targets', tell: 'range' },
  ],
};

/** More would be a table, and that is what the picture is for. */
const mostSeries = 6;
const mostChanges = 6;

/** What a recording has of a panel, in a line of Markdown. */
export function readingText({ tell }: Reading, panel: Panel, { series }: RecordedPanel, { stepSeconds }: Recording): string {
  const told = series.flatMap((one) => {
    const text = tell === 'changes' ? changesText(one, panel, stepSeconds) : rangeText(one, panel, stepSeconds);
    return text === undefined ? [] : [`${one.legend}: ${text}`];
  });
  const shown = told.slice(0, mostSeries);
  const more = told.length > shown.length ? [`and ${told.length - shown.length} more`] : [];
  const nothing = series.length === 0 ? 'nothing in this run' : 'the same all the time';
  return `**${panel.title}**: ${told.length === 0 ? nothing : [...shown, ...more].join('; ')}.`;
}

/** Undefined where it never changed. */
function changesText({ values }: RecordedSeries, panel: Panel, stepSeconds: number): string | undefined {
  const changes = values.flatMap((value, index) => (index > 0 && value === values[index - 1] ? [] : [{ value, at: index * stepSeconds }]));
  if (changes.length < 2) return undefined;
  const texts = changes.map(({ value, at }) => `${valueText(value, panel)}${at === 0 ? '' : ` from ${at} s`}`);
  if (changes.length > mostChanges) return `${changes.length - 1} changes, the last ${texts.at(-1)}`;
  return changes.every(({ value }) => value === null || value === 1) ? timesText(changes) : texts.join(', ');
}

/** Of what is there for some time, and says nothing else. */
function timesText(changes: readonly { readonly value: number | null; readonly at: number }[]): string {
  const times = changes.flatMap(({ value, at }, index) => {
    if (value === null) return [];
    const end = changes[index + 1]?.at;
    return end === undefined ? [`from ${at} s`] : [`from ${at} to ${end} s`];
  });
  return times.join(', ');
}

function rangeText({ values }: RecordedSeries, panel: Panel, stepSeconds: number): string | undefined {
  const found = values
    .flatMap((value, index) => (value === null ? [] : [{ value, at: index * stepSeconds }]))
    .sort((a, b) => a.value - b.value);
  const [least, middle, most] = [found[0], found[Math.floor(found.length / 2)], found.at(-1)];
  if (least === undefined || middle === undefined || most === undefined) return undefined;
  const [low, usual, high] = [least, middle, most].map(({ value }) => formatValue(value, panel.unit));
  return `${usual}, between ${low} (at ${least.at} s) and ${high} (at ${most.at} s)`;
}

function valueText(value: number | null, { view, unit }: Panel): string {
  if (value === null) return 'nothing';
  const states: Readonly<Record<string, string>> = { '1': 'yes', '0': 'no', '-1': 'unknown' };
  return (view === 'States' ? states[value] : undefined) ?? formatValue(value, unit);
}
