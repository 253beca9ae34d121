import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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
    plugins: [narrowClientNode, oneCopyOfEachPackage(), asciiOnly],
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

/**
 * npm installs a package twice where two dependents cannot share a folder. The same name and version is the same code, so one
 * of them is enough: of undici, a second copy costs 10 MB of memory in every pod. The lock says which is the first, so that the choice is
 * the same on every machine.
 */
function oneCopyOfEachPackage(): Plugin {
  const firstFolders = firstFolderOfEachPackage();
  return {
    name: 'one-copy-of-each-package',
    async resolveId(source, importer) {
      const resolved = await this.resolve(source, importer, { skipSelf: true });
      const folder = resolved?.id.match(/^.*\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/)?.[0];
      if (!resolved || folder === undefined || resolved.external) return resolved;
      const first = firstFolders.get(folder) ?? folder;
      return { ...resolved, id: `${first}${resolved.id.slice(folder.length)}` };
    },
  };
}

/** For the folder of every installed package, the first one in the lock that holds the same package in the same version. */
function firstFolderOfEachPackage(): ReadonlyMap<string, string> {
  const lock = JSON.parse(readFileSync(join(repository, 'package-lock.json'), 'utf8')) as Lock;
  const firstOf = new Map<string, string>();
  const installed = Object.entries(lock.packages).filter(([path]) => path.includes('node_modules/'));
  return new Map(
    installed.map(([path, { version }]) => {
      const identity = `${path.replace(/^.*node_modules\//, '')}@${version}`;
      const first = firstOf.get(identity) ?? path;
      firstOf.set(identity, first);
      return [join(repository, path), join(repository, first)];
    }),
  );
}

type Lock = { readonly packages: Readonly<Record<string, { readonly version?: string }>> };

/**
 * V8 keeps a source in two bytes for each character as soon as one of them is beyond Latin-1: 11 MB of memory in every pod, for fifty
 * characters. Escaped, they mean the same in strings, in templates and in regular expressions; in comments nothing depends on them.
 */
const asciiOnly: Plugin = {
  name: 'ascii-only',
  // Not in renderChunk: what comes after it prints the strings anew.
  generateBundle(_options, outputs) {
    for (const output of Object.values(outputs)) if (output.type === 'chunk') output.code = escapeBeyondAscii(output.code);
  },
};

/** @throws Error for a `String.raw` template with such a character, in which an escape would be text */
function escapeBeyondAscii(code: string): string {
  if (/String\.raw`[^`]*[^\0-\x7f][^`]*`/.test(code))
    throw new Error('a String.raw template holds a character beyond ASCII: write it another way');
  return code.replace(/[^\0-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

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
