import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.resolve(import.meta.dirname, '../../..');
/** The commands that a person runs. */
const scripts = execFileSync('git', ['ls-files', '--stage', 'compose', 'tests'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((line) => line.startsWith('100755'))
  .map((line) => line.slice(line.indexOf('\t') + 1));

test('all commands are known', () => expect(scripts).toContain('compose/up'));

test.each(scripts)('%s --help prints its head, as text and no more, and does nothing else', (script) => {
  const text = readFileSync(path.join(root, script), 'utf8');
  expect(text).toMatch(/--help/);
  const { status, stdout, stderr } = spawnSync(path.join(root, script), ['--help'], { encoding: 'utf8' });
  expect(stderr).toBe('');
  expect(status).toBe(0);
  expect(stdout).toContain(script);
  const head = text.split('\n').slice(1);
  const comments = head.slice(
    0,
    head.findIndex((line) => !line.startsWith('#')),
  );
  expect(stdout).toBe(comments.map((line) => `${line.replace(/^# ?/, '')}\n`).join(''));
});
