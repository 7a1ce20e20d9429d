import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';

const compose = path.resolve(import.meta.dirname, '../../../compose');
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'weir-chosen-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What `compose/up` says to `.env`, where the stack's containers were made as `made` tells. */
function check(env: string, { made = '', given = {}, yes = '' } = {}) {
  writeFileSync(path.join(folder, '.env'), env);
  const script = `set -eu
    here=${compose} me=compose/up assume_yes=${yes} up_log=/dev/null log_is_named=yes
    for part in common steps settings folder images; do . "$here/lib/$part.sh"; done
    own_containers() { [ -z "$MADE" ] || echo one; }
    docker() { printf '%s\\n' "$MADE"; }
    env_awk() { LC_ALL=C awk -v "$2" -f "$here/lib/env-file.awk" "${folder}/.env"; }
    for name in $ENV_NAMES; do eval "env_$name=''"; done
    while IFS= read -r line; do eval "env_\${line%%=*}=\${line#*=}"; done <${folder}/.env
    check_chosen_images`;
  const { PATH } = process.env;
  const environment = { NODE_ENV: 'test' as const, PATH, MADE: made, ...given };
  const { status, stderr } = spawnSync('sh', ['-c', script], { encoding: 'utf8', env: environment });
  return { status, stderr };
}

test.each([
  'VMAGENT_IMAGE=victoriametrics/vmagent:v1.150.0\n',
  `YACE_IMAGE=quay.io/prometheuscommunity/yet-another-cloudwatch-exporter:v1@sha256:${'a'.repeat(64)}\n`,
  'NODE_EXPORTER_IMAGE=weir-local/node-exporter:1.11.1\nWEIR_IMAGE=weir:0.1.0-abc\n',
])('an image that is the stack’s own is taken: %j', (env) => {
  expect(check(env)).toEqual({ status: 0, stderr: '' });
});

test.each([
  ['WEIR_IMAGE', 'registry.example:5000/weir:1'],
  ['WEIR_IMAGE', 'evil/weir'],
  ['VMAGENT_IMAGE', 'evil/vmagent:v1.149.0'],
  ['CADVISOR_IMAGE', 'ghcr.io/google/cadvisor-too:v1'],
])('%s=%s is taken when the owner says so, and not before', (name, image) => {
  const env = `${name}=${image}\n`;
  const asked = check(env);
  expect(asked.status).toBe(1);
  expect(asked.stderr).toContain(`names the image ${image} (${name})`);
  expect(asked.stderr).toContain(`Fix: ${name}=${image} compose/up`);
  expect(check(env, { yes: 'yes' }).status).toBe(0);
  expect(check(env, { given: { [name]: image } }).status).toBe(0);
  expect(check(env, { made: `${image}\nPATH=/bin` }).status).toBe(0);
  expect(check(env, { made: `weir:1\n${name}=${image}` }).status).toBe(0);
  expect(check(env, { made: `weir:1\n${name}=${image}-older` }).status).toBe(1);
});
