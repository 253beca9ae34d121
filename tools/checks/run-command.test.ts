import { expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const root = process.cwd();

test('both streams are kept, without colours', async () => {
  const script = "process.stdout.write('\\u001b[31mred\\u001b[39m '); process.stderr.write('and plain')";
  expect(await runCommand(root, ['node', '-e', script])).toMatchObject({ exitCode: 0, output: 'red and plain' });
});

test('the exit code is the program’s own', async () => {
  expect(await runCommand(root, ['node', '-e', 'process.exit(3)'])).toMatchObject({ exitCode: 3, output: '' });
});

test('a program that was killed has failed, and the output says so', async () => {
  const script = "process.kill(process.pid, 'SIGTERM'); setTimeout(() => {}, 60_000)";
  expect(await runCommand(root, ['node', '-e', script])).toMatchObject({ exitCode: 1, output: expect.stringContaining('SIGTERM') });
});

test('a program that does not exist has failed, and the output names it', async () => {
  expect(await runCommand(root, ['no-such-program'])).toMatchObject({ exitCode: 1, output: expect.stringContaining('no-such-program') });
});
