import type { Query, Row } from './panel.ts';

export type Variable = {
  readonly name: string;
  readonly label: string;
  /** A query of Grafana's Prometheus data source, such as `label_values(up, namespace)`. */
  readonly query: string;
  /** Whether several values may be chosen, and all of them to begin with. */
  readonly isMany?: boolean;
};

/** A mark on the time axis of every panel, wherever the query has a value. */
export type Annotation = Query & { readonly name: string; readonly color: string };

export type Dashboard = {
  /** Also the name of its file. Stays the same for ever: links point to it. */
  readonly uid: string;
  readonly title: string;
  readonly description: string;
  readonly variables: readonly Variable[];
  readonly annotations: readonly Annotation[];
  readonly rows: readonly Row[];
};
