import { fileURLToPath } from 'node:url';
import { type Plugin, rolldown } from 'rolldown';

const repository = fileURLToPath(new URL('../', import.meta.url));

export type BundleRequest = {
  /** Absolute path of the module to start from. */
  readonly entry: string;
  /** Absolute path of the one `.mjs` file to write; its sourcemap goes beside it. */
  readonly file: string;
};

/**
 * Bundles an entry and all that it imports into one ES module for Node, with a sourcemap.
 * The same sources give the same bytes on every machine: images are cached by them.
 *
 * @throws when an import cannot be resolved: at run time it would be a crash in the cluster
 */
export async function bundle({ entry, file }: BundleRequest): Promise<void> {
  const build = await rolldown({
    input: entry,
    cwd: repository,
    platform: 'node',
    plugins: [narrowClientNode],
    // It does not say so itself: its thousands of models are classes, and loading one that nobody uses does nothing but take memory.
    treeshake: { moduleSideEffects: (id) => !id.includes('/@kubernetes/client-node/') },
    onLog: (level, log, handle) => {
      if (log.code === 'UNRESOLVED_IMPORT') throw new Error(`${log.message}. Declare the package and run npm install.`);
      if (level !== 'info' && log.code !== 'EVAL') handle(level, log);
    },
  });
  try {
    await build.write({
      file,
      format: 'esm',
      codeSplitting: false,
      sourcemap: true,
      // Stack traces need positions only; with the sources inside, --enable-source-maps costs 70 MB of memory in every pod.
      sourcemapExcludeSources: true,
      sourcemapPathTransform: nameFromRepository,
    });
  } finally {
    await build.close();
  }
}

const subsetId = '\0client-node-subset';

/**
 * The process shell requires client-node as CommonJS, which keeps all of its thousands of models: 5 MB of code, and 50 MB of memory in every
 * pod. It gets a module with just the names that it uses. The two clients of the API server are names only: the shell makes one of each at
 * its start, and every method of it that would use one is refused (see host.ts of libs/reconcile).
 */
const narrowClientNode: Plugin = {
  name: 'narrow-client-node',
  resolveId(source, importer) {
    const isShell = importer?.includes('/@dot-i/k8s-operator/') ?? false;
    return source === '@kubernetes/client-node' && isShell ? subsetId : null;
  },
  load(id) {
    if (id !== subsetId) return null;
    const module = JSON.stringify(import.meta.resolve('@kubernetes/client-node'));
    return `export { KubeConfig, Watch, loadYaml } from ${module};\nexport class ApiextensionsV1Api {}\nexport class CoreV1Api {}\n`;
  },
};

/** Sourcemap paths are relative to the output, which would put the layout of the building machine into the image. */
function nameFromRepository(source: string): string {
  const marker = source.match(/(?:^|\/)((?:node_modules|libs|operators|e2e|tools)\/.*)$/);
  return marker?.[1] ?? source;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [entry, file] = process.argv.slice(2);
  if (!entry || !file) throw new Error('Usage: node tools/bundle.ts <entry> <output file>');
  await bundle({ entry, file });
}
