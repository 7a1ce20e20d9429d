import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-endings-'));
  writeFileSync(path.join(folder, 'weir.yaml'), 'destination: { kind: local }\n');
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The last step of `compose/up --config`, where a fake docker says what weirctl would. */
function ending(status: number, said: string, complained: string) {
  const script = `set -eu
    here=${compose} me=compose/up config=${folder}/weir.yaml scratch=${folder} panel=fake pipeline_status=0
    for part in common steps panel pipeline; do . "$here/lib/$part.sh"; done
    docker() { printf '%s\\n' "$SAID"; printf '%s\\n' "$COMPLAINED" >&2; return ${status}; }
    open_log ${folder}/up.log
    step pipeline
    apply_config
    exit "$pipeline_status"`;
  const { PATH } = process.env;
  const env = { NODE_ENV: 'test' as const, PATH, SAID: said, COMPLAINED: complained };
  const result = spawnSync('sh', ['-c', script], { encoding: 'utf8', env });
  const fixes = result.stderr.split('\n').filter((line) => line.includes('Fix: '));
  return { code: result.status, said: result.stdout, told: result.stderr, last: fixes.at(-1)?.trim() };
}
const again = () => `Fix: compose/up --config ${folder}/weir.yaml     (again, when that is put right)`;

test('what is wrong in the file is corrected in the file', () => {
  const { code, told, last } = ending(5, '', 'sources.aws.accessKeyId: An access key ID has 20 characters');
  expect(code).toBe(1);
  expect(told).toContain('weir.yaml cannot be used as it is; the panel itself runs. sources.aws.accessKeyId');
  expect(last).toBe(`Fix: correct ${folder}/weir.yaml, then: compose/up --config ${folder}/weir.yaml`);
});

test.each([
  ['an image', 'The image x is not here and is not available.\n  Fix: Correct that and try again.'],
  ['a container', 'vmagent stopped (exit code 2). Its log says: flag provided but not defined'],
  ['the machine', 'The disk is full.\n  Fix: Make room.'],
  ['a panel that was ended meanwhile', 'Error response from daemon: container x is not running'],
])('what failed because of %s is put right there, and the file is not blamed', (_, words) => {
  const { code, told, last } = ending(1, '', words);
  expect(code).toBe(1);
  expect(told).toContain(`compose/up: the pipeline could not be set up; the panel itself runs. ${words}`);
  expect(told).not.toContain('correct ');
  expect(last).toBe(again());
});

test('a part that is missing is said in the line of the step, and ends it with a code of its own', () => {
  const words = 'Your data is arriving, without AWS. AWS refuses the secret.';
  const { code, said, told } = ending(4, words, '');
  expect(code).toBe(4);
  expect(said).toContain(words);
  expect(told).not.toContain('Fix: ');
});
