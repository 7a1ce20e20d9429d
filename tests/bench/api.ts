// What Schemathesis finds wrong with the API: npm run bench:api [EXAMPLES] (100 of each operation unless told; needs a
// build, and `schemathesis` of PyPI on the PATH). The panel has no engine: what asks it answers that it is away.
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { startBarePanel } from '../support/panel/bare-panel.ts';
import { runDir } from '../support/run/run-dir.ts';
import { copyCompose } from '../support/stack/stack.ts';

const EXAMPLES = process.argv[2] ?? '100';
/** 500, and statuses, types, headers and bodies that openapi.json does not say. */
const CHECKS = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_headers_conformance',
  'response_schema_conformance',
];

/** What says that something else is away or full, which is so where there is no engine. */
const SETTINGS =
  '[checks.not_a_server_error]\nexpected-statuses = ["2xx", "4xx", "502", "503", "504", "507"]\n';

const folder = runDir('schemathesis');
writeFileSync(path.join(folder, 'schemathesis.toml'), SETTINGS);
const stackDir = path.join(runDir('bare', 'api'), 'compose');
copyCompose(stackDir);
const panel = await startBarePanel('api', stackDir);

const newToken = async (scope: 'read' | 'write') =>
  (await panel.json<{ token: string }>('POST', '/api/token', { scope })).token;

/** @returns whether nothing was found @throws Error where the program is missing */
function isSound(title: string, header: string): boolean {
  console.log(`\n${title}`);
  const { status, error } = spawnSync(
    'schemathesis',
    [
      ...['run', `${panel.url}/api/openapi.json`, '--header', header],
      ...['--checks', CHECKS.join(','), '--max-examples', EXAMPLES, '--continue-on-failure'],
    ],
    { stdio: 'inherit', cwd: folder },
  );
  if (error) throw new Error('`pip install schemathesis` brings what is missing.', { cause: error });
  return status === 0;
}

try {
  await panel.claim();
  const tokens = { read: await newToken('read'), write: await newToken('write') };
  const found = Object.entries(tokens).filter(
    ([scope, token]) => !isSound(`With a ${scope} token`, `Authorization: Bearer ${token}`),
  );
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  await panel.stop();
}
