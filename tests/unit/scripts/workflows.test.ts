import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = path.resolve(import.meta.dirname, '../../..');
const files = globSync('.github/workflows/*.yml', { cwd: root });
const text = (file: string) => readFileSync(path.join(root, file), 'utf8');

interface Step {
  uses?: string;
  run?: string;
}
interface Workflow {
  on: Record<string, unknown>;
  permissions: Record<string, string>;
  jobs: Record<string, { permissions?: Record<string, string>; steps?: Step[] }>;
}

test('there are workflows', () => expect(files).toHaveLength(2));

test.each(files)('%s: every action is pinned by a whole hash, with its version beside it', (file) => {
  const used = [...text(file).matchAll(/\buses: (.+)$/gm)].map(([, what]) => what);
  expect(used.length).toBeGreaterThan(1);
  for (const what of used)
    expect(what).toMatch(/^(\.\/\.github\/workflows\/[a-z]+\.yml|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
});

test('an action has one pin', () => {
  const pins = files.flatMap((file) => text(file).match(/\buses: \S+@.+$/gm) ?? []);
  const names = new Set(pins.map((pin) => pin.slice(0, pin.indexOf('@'))));
  expect(new Set(pins).size).toBe(names.size);
});

test.each(files)('%s: no right more than it needs, and none to what somebody else sends', (file) => {
  const { on, permissions, jobs } = parse(text(file)) as Workflow;
  expect([{}, { contents: 'read' }]).toContainEqual(permissions);
  expect(Object.keys(on)).not.toContain('pull_request_target');
  const written = Object.entries(jobs).flatMap(([name, job]) =>
    Object.entries(job.permissions ?? {}).flatMap(([right, how]) =>
      how === 'write' ? [`${name}: ${right}`] : [],
    ),
  );
  expect(written).toEqual(
    file.endsWith('release.yml')
      ? [
          'image: packages',
          'release: contents',
          'release: packages',
          'release: id-token',
          'release: attestations',
        ]
      : [],
  );
  expect(text(file)).not.toMatch(/\bsecrets\./);
  // What is filled into a script is run with it.
  for (const { run = '' } of Object.values(jobs).flatMap(({ steps = [] }) => steps))
    expect(run).not.toContain('${{');
});

test('a script of a workflow runs what is there', () => {
  const { scripts } = JSON.parse(text('package.json'));
  const called = files.flatMap((file) =>
    [...text(file).matchAll(/\bnpm run ([a-z:]+)/g)].map(([, name]) => name ?? ''),
  );
  expect(called.length).toBeGreaterThan(2);
  expect(called.filter((name) => !(name in scripts))).toEqual([]);
});
