// Every dashboard, drawn of what a whole stack with all sources has really stored: pictures of each, light and dark, phone
// and desk, every half hour until the hours are over: npm run drill:pictures FOLDER [HOURS] (3 unless told; needs a build, a
// Docker Engine and the tests' images).
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { type BrowserContext, chromium } from '@playwright/test';
import type { DashboardView } from '../../lib/schemas/look/dashboard.ts';
import { launchOptions } from '../../playwright.config.ts';
import { startFakeAws } from '../support/fakes/aws/fake-aws.ts';
import { KEY_ID, oneAccount, REGION, SECRET } from '../support/fakes/aws/world.ts';
import { exporterImage } from '../support/fakes/gcp/exporter-image.ts';
import { accountsOf, fakeGoogleKey, readGoogleKey } from '../support/fakes/gcp/keys.ts';
import { exampleProject } from '../support/fakes/gcp/projects.ts';
import { startFakeGoogle } from '../support/fakes/gcp/server.ts';
import { type Panel, startPanel } from '../support/panel/panel.ts';
import { cleanUp } from '../support/run/cleanup.ts';
import { sleep } from '../support/run/exec.ts';
import { ensureEngine } from '../support/stack/engine.ts';
import { ensureImages } from '../support/stack/images.ts';
import { launchPipeline } from '../support/stack/pipeline.ts';
import { bridgeAddress, tempStack } from '../support/stack/stack.ts';
import { move, resources } from './moving-clouds.ts';

const [folder = '', hours = '3'] = process.argv.slice(2);
if (!folder) throw new Error('npm run drill:pictures FOLDER [HOURS]');
const PROJECT = 'garden-pond';
const IDS = ['pipeline', 'pi', 'containers', 'aws', 'google-cloud'];
const SIZES = { desk: { width: 1280, height: 860 }, phone: { width: 390, height: 844 } };
const HALF_HOUR_MS = 1_800_000;

async function contextOf(panel: Panel): Promise<BrowserContext> {
  const browser = await chromium.launch(launchOptions);
  const context = await browser.newContext({ locale: 'en-GB', reducedMotion: 'reduce' });
  const [name = '', ...value] = panel.cookie().split('=');
  await context.addCookies([{ name, value: value.join('='), url: panel.url }]);
  return context;
}

async function takeAll(panel: Panel, span: number): Promise<void> {
  const context = await contextOf(panel);
  try {
    const page = await context.newPage();
    for (const id of IDS) {
      const view = await panel.json<DashboardView>('GET', `/api/dashboards/${id}?span=${span}`);
      const panels = view.state === 'read' ? view.panels : [];
      const empty = panels.filter(
        (one) => ('lines' in one ? one.lines : 'rows' in one ? one.rows : one.values).length === 0,
      );
      console.log(
        `${id}: ${view.state}, ${panels.length} panels; nothing in: ${empty.map((one) => one.id).join(', ') || 'none'}`,
      );
      await page.setViewportSize(SIZES.desk);
      await page.goto(`${panel.url}/look/${id}?span=${span}`);
      for (const [size, viewport] of Object.entries(SIZES))
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await sleep(1500);
          await page.screenshot({
            path: path.join(folder, `${id}-${size}-${colorScheme}.png`),
            fullPage: true,
          });
        }
    }
  } finally {
    await context.browser()?.close();
  }
}

mkdirSync(folder, { recursive: true });
const engine = await ensureEngine();
await ensureImages(engine);
const address = await bridgeAddress(engine);
const key = fakeGoogleKey(PROJECT);
const aws = await startFakeAws(address, oneAccount(resources(Date.now())));
const google = await startFakeGoogle(address, {
  accounts: accountsOf(key),
  projects: { [PROJECT]: exampleProject(PROJECT, [readGoogleKey(key).email], 3) },
});
const image = await exporterImage(engine, google);
const moving = setInterval(() => move(aws, google), 30_000);
let panel: Panel | undefined;
try {
  const env = { AWS_ENDPOINT_URL: aws.url, STACKDRIVER_IMAGE: image.reference };
  const stack = await tempStack({ name: 'pictures', engine, env });
  panel = await startPanel(stack, {
    env: {
      HOSTNAME: '0.0.0.0',
      WEIR_ALLOWED_HOSTS: address,
      WEIR_GOOGLE_ENDPOINT_URL: google.url,
      AWS_ENDPOINT_URL: aws.url,
    },
  });
  stack.write('config/vmagent/targets/weir.yml', `- targets: ["${address}:${stack.ports.WEIR_PORT}"]\n`);
  await panel.claim();
  const sources = {
    pi: { enabled: true },
    containers: { enabled: true },
    aws: { enabled: true, accessKeyId: KEY_ID, secretAccessKey: SECRET, regions: [REGION] },
    gcp: { enabled: true, projectId: PROJECT, keyJson: key },
  };
  const task = await launchPipeline(panel, { sources, cluster: 'attic', timeoutMs: 600_000 });
  console.log(`${panel.url} ${task.outcome}`);
  const startedAtMs = Date.now();
  for (let n = 1; Date.now() - startedAtMs < Number(hours) * 2 * HALF_HOUR_MS; n++) {
    await sleep(Math.min(n * HALF_HOUR_MS, Number(hours) * 2 * HALF_HOUR_MS) - (Date.now() - startedAtMs));
    console.log(`${((Date.now() - startedAtMs) / 60_000).toFixed(0)} min:`);
    await takeAll(panel, n > 2 ? 6 : 1);
  }
} finally {
  clearInterval(moving);
  await panel?.stop();
  await image.remove();
  await google.close();
  await aws.close();
  await cleanUp(engine);
}
