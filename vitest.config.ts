import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defineConfig } from 'vitest/config';

type Manifest = { readonly name: string; readonly nx: { readonly tags: readonly string[] } };

function setUp(name: string): string {
  return join(import.meta.dirname, 'tools/vitest', `${name}.ts`);
}

function projectsIn(folder: string) {
  // Packages run their tests from their own folders.
  const parent = join(import.meta.dirname, folder);
  return readdirSync(parent)
    .filter((name) => existsSync(join(parent, name, 'package.json')))
    .map((name) => {
      const root = join(parent, name);
      const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest;
      const isPure = manifest.nx.tags.includes('pure');
      return {
        test: {
          name: manifest.name.replace('@dataservices/', ''),
          root,
          include: ['{src,test}/**/*.test.ts'],
          exclude: ['**/*.api.test.ts'],
          // Properties compute, and a busy machine takes its time: what must be quick is measured by benchmarks.
          testTimeout: 30_000,
          // Loading its modules is most of what a test file costs: those of a project share them.
          isolate: false,
          setupFiles: [setUp('leave-nothing'), ...(isPure ? [setUp('no-effects')] : [])],
        },
      };
    });
}

export default defineConfig({
  test: { projects: [...projectsIn('libs'), ...projectsIn('operators'), ...projectsIn('examples')], passWithNoTests: true },
});
