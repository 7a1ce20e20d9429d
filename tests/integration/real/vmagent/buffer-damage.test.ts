import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Events } from '@/lib/schemas/event';
import type { Lane } from '../../../support/drills/lane';
import { openLoneLane } from '../../../support/drills/lone-lane';
import { waitFor } from '../../../support/run/exec';

/**
 * A real vmagent whose buffer lies on the disk while it is stopped, and the built panel: what a restart keeps is no
 * loss, and what a power cut has cut off is told with its size.
 */
let lane: Lane;
const PENDING = 'vmagent_remotewrite_pending_data_bytes';
const LOST = 'losing-buffer-gone';

beforeAll(async () => {
  const jobs = (thing: { target: string }) => `- job_name: thing
  static_configs: [{targets: ["${thing.target}"]}]
`;
  lane = await openLoneLane({ name: 'damage', jobs });
});
afterAll(async () => {
  await lane?.close();
});

/** Labels that do not get smaller by being compressed: half a megabyte with each scrape. */
function largePage(): string {
  const label = () => randomBytes(9000).toString('base64url');
  return Array.from({ length: 50 }, () => `drill_large{x="${label()}"} 1\n`).join('');
}

async function waitsOnDisk(bytes: number): Promise<void> {
  await waitFor('a buffer on the disk', async () => ((await lane.counter(PENDING)) ?? 0) >= bytes);
  // The panel has seen it, and that nothing is taken.
  await lane.viewer.until(
    'the buffer on the page',
    ({ buffer, delivery }) => (buffer.bytes ?? 0) >= bytes && delivery.state === 'waiting',
  );
}

async function restarted(meanwhile?: () => Promise<void>): Promise<void> {
  const before = lane.viewer.snapshot?.vmagent.startedAtMs;
  await lane.docker('stop', 'vmagent');
  await lane.viewer.found('vmagent-down');
  await meanwhile?.();
  await lane.docker('start', 'vmagent');
  await lane.viewer.until(
    'the new vmagent',
    ({ vmagent: { state, startedAtMs } }) => state === 'up' && startedAtMs !== before,
  );
}

const lossEvents = async () =>
  (await lane.panel.json<Events>('GET', '/api/events')).events.filter(
    ({ subject, lostBytes }) => subject === LOST || lostBytes !== null,
  );

test('what waits in the buffer survives a restart, and nothing is called lost', async () => {
  lane.gate.answer = { status: 503, body: 'upstream' };
  lane.thing.page = { status: 200, body: largePage() };
  await waitsOnDisk(500_000);
  await restarted();
  // Its log is read within 15 s; the next readings say nothing, either.
  const untilMs = Date.now() + 25_000;
  await waitFor('some readings', () => {
    expect([...lane.viewer.seen.keys()]).not.toContain(LOST);
    return Date.now() > untilMs;
  });
  expect(await lossEvents()).toEqual([]);
});

test('a buffer that a power cut has damaged is a loss with its size, on the page and on the timeline', async () => {
  lane.thing.page = { status: 200, body: largePage() };
  await waitsOnDisk(1_000_000);
  // Nothing large comes in any more, so that what the panel saw last is what lies there.
  lane.thing.recover();
  const untilMs = Date.now() + 8000;
  await waitFor('some readings', () => Date.now() > untilMs);
  let waited = 0;
  await restarted(async () => {
    const name = `${lane.stack.project}_vmagent-data`;
    const volume = await lane.stack.engine.docker('volume', 'inspect', '-f', '{{.Mountpoint}}', name);
    const queues = path.join(volume, 'persistent-queue');
    const queue = path.join(queues, readdirSync(queues).find((entry) => /^1_/.test(entry)) ?? '');
    const meta = JSON.parse(readFileSync(path.join(queue, 'metainfo.json'), 'utf8'));
    waited = meta.WriterOffset - meta.ReaderOffset;
    const chunk = path.join(queue, readdirSync(queue).find((entry) => /^[0-9A-F]{16}$/.test(entry)) ?? '');
    // What was written last had not reached the disk, and the description of the queue had.
    truncateSync(chunk, statSync(chunk).size - 4096);
  });
  const { finding } = await lane.viewer.found(LOST, 60_000);
  expect(finding).toMatchObject({
    severity: 'losing',
    title: 'Data was lost: the buffer was damaged, and vmagent threw it away when it started.',
    consequence: expect.stringMatching(
      /^[\d.,]+ [kM]B that waited in the buffer is gone: the buffer was damaged\./,
    ),
  });
  const [event, ...more] = await waitFor('the event', async () => {
    const found = await lossEvents();
    return found.some(({ lostBytes }) => lostBytes !== null) && found;
  });
  expect(more).toEqual([]);
  expect(event).toMatchObject({ kind: 'finding', title: finding.title });
  // What was on its way when vmagent was stopped went back into the buffer.
  expect(waited).toBeGreaterThan(1_000_000);
  expect(Math.abs((event?.lostBytes ?? 0) - waited)).toBeLessThan(1_000_000);
  lane.gate.answer = null;
});
