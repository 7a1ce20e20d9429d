import { afterAll, beforeAll, expect, test } from 'vitest';
import { scrapeTexts } from '../../../support/fixtures/scrape-texts';
import { waitFor } from '../../../support/run/exec';
import { freePort } from '../../../support/run/ports';
import { random, testSeed } from '../../../support/run/random';
import { isRunningConfig } from '../../../support/stack/running-config';
import { startVmagent, type VmagentProcess } from '../../../support/stack/vmagent-process';

/** The real vmagent is given files of many random jobs; what it says that it runs is compared with each. */
const FILES = 12;
const JOBS = 12;
const variables = { SITE_PORT: '9100', NESTED: 'a%{SITE_PORT}b' };

let vmagent: VmagentProcess;
beforeAll(async () => {
  Object.assign(process.env, variables);
  vmagent = await startVmagent('sid', await freePort(), 'http://127.0.0.1:9/api/v1/write');
});
afterAll(() => vmagent?.stop());

async function shown(): Promise<string> {
  const answer = await fetch(`${vmagent.url}/api/v1/status/config`);
  return ((await answer.json()) as { data: { yaml: string } }).data.yaml;
}

test('case 1, what runs is the file by what it means, and any edit that means something else is seen', async () => {
  const seed = testSeed();
  const choose = random(seed);
  let edits = 0;
  for (let i = 0; i < FILES; i++) {
    const mark = `mark${i}`;
    const { file, others } = scrapeTexts(choose, mark, JOBS);
    vmagent.writeConfig(file);
    const heard = vmagent.log().length;
    await fetch(`${vmagent.url}/-/reload`, { method: 'POST' });
    const refusal = await waitFor('vmagent to take the file or not', async () => {
      const lines = vmagent.log().slice(heard);
      const words = lines.find(({ text }) => / on SIGHUP|skipping `scrape_/.test(text));
      return words?.text ?? ((await shown()).includes(mark) && 'none');
    });
    expect(refusal, `WEIR_TEST_SEED=${seed}\n${file}`).toBe('none');
    const running = await shown();
    expect(isRunningConfig(running, file, variables), `WEIR_TEST_SEED=${seed}\n${file}\n\n${running}`).toBe(
      true,
    );
    for (const other of others) {
      edits++;
      expect(isRunningConfig(running, other, variables), `WEIR_TEST_SEED=${seed}\n${other}`).toBe(false);
    }
  }
  console.log(`${FILES * JOBS} jobs, ${edits} edits, seed ${seed}`);
});
