/** Says which project, file or import breaks the layers of ARCHITECTURE.md; exit 1 if any does. */
import { fileURLToPath } from 'node:url';
import { readProjectGraph } from './boundaries/project-graph.ts';
import { dependencyViolations, sourceViolations } from './boundaries/rules.ts';
import { readSourceFiles } from './boundaries/source-files.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { projects, dependencies } = readProjectGraph(root);
const files = readSourceFiles(root, projects);
const violations = [...dependencyViolations(projects, dependencies), ...sourceViolations(projects, files)];

for (const violation of violations) console.error(violation);
console.log(`${projects.length} projects, ${dependencies.length} dependencies, ${files.length} files: ${violations.length} violations`);
process.exitCode = violations.length > 0 ? 1 : 0;
