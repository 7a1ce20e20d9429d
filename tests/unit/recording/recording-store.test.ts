import { describe, expect, test } from 'vitest';
import { createRings, partName, pipelineSeries, type Rings } from '@/lib/server/recording/rings';
import { createSeriesStore } from '@/lib/server/recording/series-store';
import { fakeDisk, startKeeper } from '../../support/fixtures/recording-world';

const T0 = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const PARTS = [
  ...Array.from({ length: 10 }, (_, index) =>
    ['up', 'seconds'].map((kind) => ({ kind, job: `a-job-${index}`, instance: 'host.docker.internal:9100' })),
  ).flat(),
  ...Array.from({ length: 7 }, (_, index) =>
    ['cpu', 'memory'].map((kind) => ({ kind, service: `a-service-${index}` })),
  ).flat(),
].map((part) => partName(part as Parameters<typeof partName>[0]));

/** Everything measured, all the time. */
function measure(rings: Rings, fromMs: number, toMs: number): void {
  for (let atMs = fromMs; atMs < toMs; atMs += 15_000) {
    rings.pipeline.push(atMs, new Map(pipelineSeries.map((name, index) => [name, atMs / 1e9 + index])));
    if (atMs % MINUTE === 0) rings.parts.push(atMs, new Map(PARTS.map((name, index) => [name, index])));
  }
}

async function reload(disk: ReturnType<typeof fakeDisk>, nowMs: number): Promise<Rings> {
  const rings = createRings();
  await createSeriesStore(rings, disk.series).load(nowMs);
  return rings;
}

async function saved() {
  const disk = fakeDisk();
  const rings = createRings();
  const store = createSeriesStore(rings, disk.series);
  for (let atMs = T0; atMs < T0 + 7 * HOUR; atMs += 15 * MINUTE) {
    measure(rings, atMs, atMs + 15 * MINUTE);
    store.save(atMs + 15 * MINUTE);
  }
  return { disk, rings, store };
}

describe('the saved rings', () => {
  test('come back as they were, across files', async () => {
    const { disk, rings } = await saved();
    expect(disk.files.size).toBe(2);
    const again = await reload(disk, T0 + 7 * HOUR);
    expect(again.pipeline.read()).toEqual(rings.pipeline.read());
    expect(again.parts.read()).toEqual(rings.parts.read());
  });

  test('leave the step that is not over for later, unless it is the last', async () => {
    const { disk, rings, store } = await saved();
    measure(rings, T0 + 7 * HOUR, T0 + 7 * HOUR + 1);
    store.save(T0 + 7 * HOUR + 10);
    expect((await reload(disk, T0 + 8 * HOUR)).pipeline.read().count).toBe(rings.pipeline.read().count - 1);
    store.save(T0 + 7 * HOUR + 10, true);
    expect((await reload(disk, T0 + 8 * HOUR)).pipeline.read().count).toBe(rings.pipeline.read().count);
  });

  test('of more than a day ago are forgotten, with their files', async () => {
    const { disk } = await saved();
    const later = await reload(disk, T0 + 26 * HOUR);
    expect(later.pipeline.read().startMs).toBe(T0 + 2 * HOUR + 15_000);
    await reload(disk, T0 + 3 * DAY);
    expect(disk.files.size).toBe(0);
  });

  test('a gap stays a gap', async () => {
    const { disk, rings, store } = await saved();
    measure(rings, T0 + 9 * HOUR, T0 + 9 * HOUR + MINUTE);
    store.save(T0 + 9 * HOUR + MINUTE);
    const again = await reload(disk, T0 + 9 * HOUR + MINUTE);
    expect(again.pipeline.read()).toEqual(rings.pipeline.read());
    expect(
      again.pipeline
        .read()
        .series.get('bufferBytes')
        ?.filter((value) => value === null),
    ).toHaveLength(480);
  });

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 7)],
    ['with a flipped bit in its last part', (bytes: Buffer) => flip(bytes, bytes.length - 9)],
  ])('%s: the rest is kept, and what is added later is found', async (_how, damage) => {
    const { disk } = await saved();
    const [name = '', bytes = Buffer.alloc(0)] = [...disk.files].at(-1) ?? [];
    disk.files.set(name, damage(bytes));
    const rings = createRings();
    const store = createSeriesStore(rings, disk.series);
    await store.load(T0 + 7 * HOUR);
    const { count } = rings.parts.read();
    expect(count).toBeGreaterThanOrEqual(6 * 60);
    expect(count).toBeLessThan(7 * 60);
    measure(rings, T0 + 7 * HOUR, T0 + 7 * HOUR + MINUTE);
    store.save(T0 + 7 * HOUR + MINUTE);
    const again = await reload(disk, T0 + 7 * HOUR + MINUTE);
    expect(again.parts.read()).toEqual(rings.parts.read());
  });

  test.each([
    ['foreign', Buffer.from('PNG or what it may be, but nothing of ours')],
    ['empty', Buffer.alloc(0)],
    ['of a length that is a lie', Buffer.from('WEIR\xff\xff\xff\xff....', 'latin1')],
  ])('a file that is %s begins anew', async (_how, bytes) => {
    const disk = fakeDisk();
    disk.files.set(`${Math.floor(T0 / (6 * HOUR))}`, bytes);
    const rings = createRings();
    const store = createSeriesStore(rings, disk.series);
    await store.load(T0);
    expect(rings.pipeline.read().count).toBe(0);
    measure(rings, T0, T0 + MINUTE);
    store.save(T0 + MINUTE);
    expect((await reload(disk, T0 + MINUTE)).pipeline.read().count).toBe(4);
  });

  test('a disk that is full costs nothing but the saving', async () => {
    const { disk, rings, store } = await saved();
    disk.isFull = true;
    measure(rings, T0 + 7 * HOUR, T0 + 8 * HOUR);
    expect(() => store.save(T0 + 8 * HOUR)).toThrow();
    disk.isFull = false;
    store.save(T0 + 8 * HOUR);
    expect((await reload(disk, T0 + 8 * HOUR)).pipeline.read()).toEqual(rings.pipeline.read());
  });

  test('a clock that is set back goes on being saved', async () => {
    const { disk, rings, store } = await saved();
    measure(rings, T0 + 5 * HOUR, T0 + 5 * HOUR + 5 * MINUTE);
    store.save(T0 + 5 * HOUR + 5 * MINUTE);
    measure(rings, T0 + 5 * HOUR + 5 * MINUTE, T0 + 5 * HOUR + 10 * MINUTE);
    store.save(T0 + 5 * HOUR + 10 * MINUTE);
    const again = await reload(disk, T0 + 5 * HOUR + 10 * MINUTE);
    expect(again.pipeline.read().startMs).toBe(T0);
    expect(again.pipeline.read().count).toBeGreaterThanOrEqual(5 * 240 + 20);
  });
});

test('a day of everything, with news all the time, writes less than 5 MB to the disk', async () => {
  const disk = fakeDisk();
  const clock = { nowMs: T0, steadyMs: 0 };
  const panel = await startKeeper(disk, clock);
  for (let atMs = T0; atMs < T0 + DAY; atMs += 15_000) {
    measure(panel.rings, atMs, atMs + 1);
    const isDown = Math.floor(atMs / MINUTE) % 8 < 4;
    const findings = isDown
      ? [{ id: `trouble-${Math.floor(atMs / MINUTE / 8)}`, severity: 'waiting' as const }]
      : [];
    panel.see(15_000, {
      verdict: {
        state: 'degraded',
        headline: '',
        detail: '',
        fix: null,
        action: null,
        findings: findings.map((finding) => ({
          ...finding,
          title: 'T'.repeat(100),
          consequence: '',
          fix: '',
          href: null,
          action: null,
          because: null,
          evidence: null,
          sinceMs: atMs,
        })),
      },
    });
  }
  panel.keeper.end();
  // Each time the file system's journal writes about four blocks of its own.
  const onDisk = (disk.pages + 4 * disk.moments) * 4096;
  expect(disk.moments).toBeGreaterThan(96);
  expect(disk.bytes).toBeLessThan(1_500_000);
  expect(onDisk).toBeLessThan(5_000_000);
});

function flip(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}
