export type ImageName =
  | 'redis'
  | 'redis-7.0'
  | 'valkey'
  | 'redis-exporter'
  | 'zookeeper'
  | 'zookeeper-3.8'
  | 'rabbitmq'
  | 'kafka'
  | 'kafka-4.2'
  | 'rabbitmq-4.0'
  | 'rabbitmq-cluster-operator'
  | 'prometheus'
  | 'operator'
  | 'client'
  | 'client-go'
  | 'client-java'
  | 'client-python';
/** What the operators run, and what is said of it. The scenarios of each are in the folder of its name. */
export type Service = 'redis' | 'zookeeper' | 'rabbitmq' | 'kafka' | 'autoscaler' | 'observability' | 'docs' | 'install';
/** Images that only serve as BASE of others. */
export type ParentName = 'base' | 'node-base';
export type RecipeName = ImageName | ParentName;

/** A file that a Containerfile adds to the image. */
export type ContextFile = {
  readonly name: string;
  /** Decides whether an image made earlier may be used: equal identities promise equal content. */
  readonly identity: string;
  /** What takes long in providing it, for the progress report; absent when it is a mere copy. */
  readonly step?: string;
  provide(target: string, signal?: AbortSignal): Promise<void>;
};

/** What an image is made of. */
export type Recipe = {
  readonly name: RecipeName;
  /** Where its Containerfile is. Omitted: in the folder of its name. */
  readonly folder?: RecipeName;
  /** The path of its Containerfile, where that is not among ours. */
  readonly containerfile?: string;
  /** Given to the Containerfile as the argument BASE. */
  readonly parent?: ParentName;
  readonly buildArgs?: Readonly<Record<string, string>>;
  /** Called once for each build; may itself build (a bundle), and says so by `onStep`. */
  contextFiles(onStep: (step: string) => void): Promise<readonly ContextFile[]>;
};

export type ImageRecipe = Recipe & {
  readonly name: ImageName;
  /** The official reference to import it under. */
  readonly reference: string;
  /** Those that use it; without it, it is for all. */
  readonly services?: readonly Service[];
  /** Made only when a scenario or a benchmark asks for it: nothing else needs it. */
  readonly isOnDemand?: true;
};
