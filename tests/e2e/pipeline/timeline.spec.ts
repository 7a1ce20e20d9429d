import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Events, TimelineEvent } from '../../../lib/schemas/event.ts';
import type { Recording } from '../../../lib/schemas/recording.ts';
import type { Status } from '../../../lib/schemas/status.ts';
import { expect, signIn, test } from '../../support/panel/browser.ts';
import { type Panel, startPanel } from '../../support/panel/panel.ts';
import { sleep, waitFor } from '../../support/run/exec.ts';
import { startDestination } from '../../support/stack/destination.ts';
import { launchPipeline } from '../../support/stack/pipeline.ts';

const eventsOf = async (panel: Panel) => (await panel.json<Events>('GET', '/api/events')).events;
const only = (events: TimelineEvent[], kind: TimelineEvent['kind'], subject: RegExp) =>
  events.filter((event) => event.kind === kind && subject.test(event.subject));
const known = (values: (number | null)[]) => values.filter((value) => value !== null);

test('a panel that is restarted, and killed, in the middle of an incident tells it whole', async ({
  page,
  panel: first,
  stack,
  engine,
}) => {
  const destination = await startDestination(engine);
  let panel = first;
  try {
    await panel.claim();
    const { url, instanceId, token } = destination;
    await launchPipeline(panel, { destination: { kind: 'grafana-cloud', url, instanceId, token } });
    await sleep(20_000);
    await destination.set('outage');
    const open = await waitFor(
      'the incident',
      // Its cause is found out in the first seconds.
      async () =>
        only(await eventsOf(panel), 'finding', /^waiting/).find(
          ({ fromMs, toMs }) => toMs === null && Date.now() - fromMs > 15_000,
        ),
      { timeoutMs: 90_000 },
    );
    const before = await panel.json<Recording>('GET', '/api/recording?parts=true');
    expect(known(before.series.samplesPerSecond).length).toBeGreaterThan(0);

    // Asked to end: nothing that was measured is lost, and the pause is known to the second.
    const stoppedAtMs = Date.now();
    await panel.stop();
    const endedAtMs = Date.now();
    await sleep(5000);
    const startedAtMs = Date.now();
    panel = await startPanel(stack);
    const upAtMs = Date.now();
    await panel.login();
    const [down] = only(await eventsOf(panel), 'panel', /^down$/);
    expect(down?.detail).toBe('It was ended and started again.');
    expect(down?.fromMs).toBeGreaterThanOrEqual(stoppedAtMs);
    expect(down?.fromMs).toBeLessThanOrEqual(endedAtMs);
    expect((down?.toMs ?? 0) - startedAtMs).toBeGreaterThanOrEqual(0);
    expect(down?.toMs).toBeLessThanOrEqual(upAtMs);
    const incident = async () => (await eventsOf(panel)).find(({ id }) => id === open.id);
    expect(await incident()).toMatchObject({ id: open.id, fromMs: open.fromMs, toMs: null });
    const after = await panel.json<Recording>('GET', '/api/recording?parts=true');
    const sameTime = Math.round((before.startMs - after.startMs) / 15_000);
    // The newest step was not over yet.
    const whole = before.series.samplesPerSecond.slice(0, -1);
    expect(after.series.samplesPerSecond.slice(sameTime, sameTime + whole.length)).toEqual(whole);
    expect(after.parts?.targets.map(({ job }) => job)).toEqual(before.parts?.targets.map(({ job }) => job));

    // What is found again has lasted since it began, not since the panel was started.
    const since = await waitFor(
      'the finding',
      async () =>
        (await panel.json<Status>('GET', '/api/status')).verdict.findings.find(
          ({ id }) => id === open.subject,
        ),
      { timeoutMs: 150_000 },
    );
    expect(Date.parse(since.since)).toBe(open.fromMs);

    // Killed: it goes on, too.
    process.kill(panel.pid, 'SIGKILL');
    await sleep(1000);
    panel = await startPanel(stack);
    await panel.login();
    const pauses = only(await eventsOf(panel), 'panel', /^down$/);
    expect(pauses).toHaveLength(2);
    expect(pauses[0]?.detail).toMatch(/^It ended without notice/);
    expect(await incident()).toMatchObject({ fromMs: open.fromMs, toMs: null });

    // vmagent puts what waits on its disk some seconds later.
    await waitFor('something to wait', async () => ((await incident())?.bufferedBytes ?? 0) > 0);
    await destination.set('accept');
    const over = await waitFor(
      'the end',
      async () => {
        const now = await incident();
        return now?.toMs === null ? null : now;
      },
      { timeoutMs: 120_000 },
    );
    expect(over).toMatchObject({ id: open.id, fromMs: open.fromMs, lostBlocks: null });
    expect(over.bufferedBytes).toBeGreaterThan(0);

    await signIn(page, panel);
    await page.goto(`${panel.url}/events`);
    const row = page.getByRole('listitem').filter({ hasText: over.title });
    await expect(row).toContainText('Waited at most');
    await expect(row).toContainText('Lostnothing');
    await page.goto(`${panel.url}/look`);
    await expect(page.locator('canvas').first()).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: over.title })).toBeVisible();

    // A file of something else begins anew, and is said.
    await panel.stop();
    const folder = path.join(stack.stateDir, 'history');
    for (const name of readdirSync(folder)) {
      expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
      writeFileSync(path.join(folder, name), 'not a recording');
    }
    panel = await startPanel(stack);
    await panel.login();
    await expect.poll(() => panel.log()).toContain('part of the saved recording is damaged and is left out');
    expect(
      known((await panel.json<Recording>('GET', '/api/recording')).series.bufferBytes).length,
    ).toBeLessThan(5);
    expect(readFileSync(path.join(stack.stateDir, 'events.jsonl'), 'utf8')).not.toContain(token);
  } finally {
    await panel.stop();
    await destination.remove();
  }
});
