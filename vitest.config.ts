import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

type Manifest = { readonly name: string; readonly nx: { readonly tags: readonly string[] } };

function projectsIn(folder: string) {
  return readdirSync(folder)
    .filter((name) => existsSync(`${folder}/${name}/package.json`))
    .map((name) => {
      const root = `${folder}/${name}`;
      const manifest = JSON.parse(readFileSync(`${root}/package.json`, 'utf8')) as Manifest;
      const isPure = manifest.nx.tags.includes('pure');
      return {
        test: {
          name: manifest.name.replace('@dataservices/', ''),
          root,
          include: ['{src,test}/**/*.test.ts'],
          exclude: ['**/*.api.test.ts'],
          setupFiles: isPure ? ['../../tools/vitest/no-effects.ts'] : [],
        },
      };
    });
}

export default defineConfig({
  test: { projects: [...projectsIn('libs'), ...projectsIn('operators')], passWithNoTests: true },
});
