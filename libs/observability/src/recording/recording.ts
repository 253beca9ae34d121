/** What one series was, at each step of a recording. */
export type RecordedSeries = {
  /** As the panel's legend names it. */
  readonly legend: string;
  /** One for each step from the start on; null where there was none. */
  readonly values: readonly (number | null)[];
};

export type RecordedPanel = {
  /** As in its dashboard, of which it is unique. */
  readonly title: string;
  /** What was asked, with the dashboard's variables: a panel may ask something else by now. */
  readonly exprs: readonly string[];
  readonly series: readonly RecordedSeries[];
  /** How many series were left out. Absent: none. */
  readonly dropped?: number;
};

/** What an annotation of a dashboard marked. */
export type RecordedMark = {
  /** Of the annotation. */
  readonly name: string;
  readonly color: string;
  readonly legend: string;
  /** From when to when it held, in seconds since the start. */
  readonly spans: readonly (readonly [number, number])[];
};

/** Something that was done to what the dashboard shows. */
export type RecordedEvent = {
  /** Seconds since the start. */
  readonly at: number;
  /** A sentence without a full stop. */
  readonly what: string;
};

/** What a dashboard showed for some minutes, to be drawn without a Prometheus. */
export type Recording = {
  /** The `uid`. */
  readonly dashboard: string;
  readonly seconds: number;
  readonly stepSeconds: number;
  readonly events: readonly RecordedEvent[];
  readonly marks: readonly RecordedMark[];
  readonly panels: readonly RecordedPanel[];
};

/** JSON with a line for each series, so that what differs between two recordings can be read. */
export function recordingText({ events, marks, panels, ...head }: Recording): string {
  const panelTexts = panels.map(({ series, ...panel }) => {
    const start = JSON.stringify(panel).replace(/}$/, '');
    return series.length === 0 ? `${start},"series":[]}` : `${start},"series":[\n${linesOf(series)}\n]}`;
  });
  const start = JSON.stringify(head).replace(/}$/, '');
  return `${start},\n"events":[\n${linesOf(events)}\n],\n"marks":[\n${linesOf(marks)}\n],\n"panels":[\n${panelTexts.join(',\n')}\n]}\n`;
}

function linesOf(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(',\n');
}
