import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { snippetsFor, TOKEN_PLACE } from '../../../../components/auth/snippets.ts';
import { startWithReadToken } from '../../../support/panel/bare-panel.ts';
import type { Panel } from '../../../support/panel/panel.ts';
import { mustRun } from '../../../support/run/exec.ts';
import { freePort } from '../../../support/run/ports.ts';
import { runDir } from '../../../support/run/run-dir.ts';
import { promtoolBinary } from '../../../support/stack/debian.ts';
import { startVmagent } from '../../../support/stack/vmagent-process.ts';

let panel: Panel;
let token: string;
beforeAll(async () => {
  ({ panel, token } = await startWithReadToken('snippets'));
});
afterAll(async () => panel?.stop());

const scrapeJob = () =>
  (snippetsFor(panel.url).find(({ file }) => file === 'prometheus.yml')?.text ?? '').replace(
    TOKEN_PLACE,
    token,
  );

test('promtool takes the scrape job as it is copied', async () => {
  const file = path.join(runDir('snippets'), 'prometheus.yml');
  writeFileSync(file, `${scrapeJob()}\n`);
  expect(await mustRun(await promtoolBinary(), ['check', 'config', file])).toContain('SUCCESS');
});

test('a real vmagent scrapes the panel with it and the read token, and not without', async () => {
  for (const [job, health] of [
    [scrapeJob(), 'up'],
    [scrapeJob().replace(token, TOKEN_PLACE), 'down'],
  ] as const) {
    const port = await freePort();
    const nobody = `http://127.0.0.1:${await freePort()}/api/v1/write`;
    const vmagent = await startVmagent('trixie', port, nobody, [], job.replace('60s', '1s'));
    const targets = async () => {
      const answer = await (await fetch(`${vmagent.url}/api/v1/targets`)).json();
      return answer.data.activeTargets.map((target: { health: string; lastSamplesScraped?: number }) => [
        target.health,
        (target.lastSamplesScraped ?? 0) > 10,
      ]);
    };
    await expect.poll(targets).toEqual([[health, health === 'up']]);
    await vmagent.stop();
  }
});
