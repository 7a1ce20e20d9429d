import { describe, expect, test } from 'vitest';
import { eventSchema, KEPT_EVENTS } from '@/lib/schemas/event';
import type { Task } from '@/lib/schemas/task';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';
import { runningTask } from '../../support/fixtures/live-fixtures';
import { fakeDisk, startKeeper, withFindings } from '../../support/fixtures/recording-world';
import { service } from '../../support/fixtures/snapshot-parts';

const T0 = Date.UTC(2026, 2, 1, 12);
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const REFUSED = { id: 'waiting-unauthorised', severity: 'waiting' as const };
const LOSING = { id: 'losing-buffer-full', severity: 'losing' as const };
const STOPPED = { id: 'service-exited-yace', severity: 'warning' as const };

const buffer = (bytes: number) => ({ buffer: { ...unknownSnapshot(T0).buffer, bytes } });

async function world() {
  const disk = fakeDisk();
  const clock = { nowMs: T0, steadyMs: 0 };
  return { disk, clock, panel: await startKeeper(disk, clock) };
}
type Panel = Awaited<ReturnType<typeof startKeeper>>;
const findings = (panel: Panel) => panel.events().filter(({ kind }) => kind === 'finding');

describe('incidents', () => {
  test('last from when a finding appears until it is gone, with what waited and what was lost', async () => {
    const { clock, panel } = await world();
    panel.see(0, withFindings(T0, [REFUSED]));
    panel.see(MINUTE, { ...withFindings(T0, [REFUSED]), ...buffer(5e6) });
    panel.see(MINUTE, { ...withFindings(T0, [REFUSED]), ...buffer(2e6) });
    expect(findings(panel)).toMatchObject([{ fromMs: T0, toMs: null }]);
    panel.see(MINUTE, withFindings(clock.nowMs, [], 'ok'));
    const [event] = findings(panel);
    expect(eventSchema.parse(event)).toMatchObject({
      subject: 'waiting-unauthorised',
      severity: 'waiting',
      title: 'Title of waiting-unauthorised',
      fromMs: T0,
      toMs: T0 + 3 * MINUTE,
      times: 1,
      bufferedBytes: 5e6,
      lostBlocks: null,
    });
  });

  test('count what is lost while they last, and only then', async () => {
    const { panel } = await world();
    panel.lose({ blocks: 3, bytes: 1000 });
    panel.see(0, withFindings(T0, [LOSING, REFUSED, STOPPED]));
    panel.lose({ blocks: 2, bytes: null });
    panel.see(MINUTE, withFindings(T0, [LOSING, REFUSED, STOPPED]));
    panel.see(MINUTE, withFindings(T0, [], 'ok'));
    panel.lose({ blocks: 9, bytes: 9 });
    panel.see(MINUTE, withFindings(T0, [], 'ok'));
    const bySeverity = new Map(findings(panel).map((event) => [event.severity, event]));
    expect(bySeverity.get('losing')).toMatchObject({ lostBlocks: 5, lostBytes: 1000 });
    expect(bySeverity.get('waiting')).toMatchObject({ lostBlocks: null, lostBytes: null });
    expect(bySeverity.get('warning')).toMatchObject({ lostBlocks: null, bufferedBytes: null });
  });

  test('that come back within minutes stay one; later they are another', async () => {
    const { clock, panel } = await world();
    for (let turn = 0; turn < 3; turn += 1) {
      panel.see(MINUTE, withFindings(clock.nowMs + MINUTE, [REFUSED]));
      panel.see(MINUTE, withFindings(0, [], 'ok'));
    }
    expect(findings(panel)).toMatchObject([{ times: 3, fromMs: T0 + MINUTE, toMs: T0 + 6 * MINUTE }]);
    panel.settle(4 * MINUTE, withFindings(clock.nowMs + 4 * MINUTE, [REFUSED]));
    expect(findings(panel)).toHaveLength(2);
  });

  test('are not made of what is only worth knowing, nor of the echo of a loss', async () => {
    const { panel } = await world();
    panel.see(
      0,
      withFindings(T0, [
        { id: 'delivery-starting', severity: 'info' },
        { id: 'lost-recently', severity: 'warning' },
      ]),
    );
    expect(findings(panel)).toEqual([]);
  });
});

describe('what lasts only a moment', () => {
  const CAUSE = { id: 'waiting-refused', severity: 'waiting' as const };

  test('gives way to its cause, which is found out a moment later', async () => {
    const { panel } = await world();
    panel.see(0, withFindings(T0, [REFUSED]));
    panel.settle(20, withFindings(T0 + 20, [CAUSE]));
    expect(findings(panel)).toMatchObject([{ subject: CAUSE.id, fromMs: T0 + 20, toMs: null }]);
  });

  test('but longer than a few seconds is an event, even if it was seen only once', async () => {
    const { panel } = await world();
    panel.lose({ blocks: 2, bytes: null });
    panel.see(0, withFindings(T0, [LOSING]));
    panel.see(15 * SECOND, withFindings(0, [], 'ok'));
    expect(findings(panel)).toMatchObject([{ fromMs: T0, toMs: T0 + 15 * SECOND, lostBlocks: 2 }]);
  });
});

describe('a panel that is restarted in the middle of an incident', () => {
  async function restarted(how: 'asked' | 'killed', downMs = 20 * SECOND) {
    const { disk, clock, panel } = await world();
    panel.see(0, withFindings(T0, [REFUSED]));
    panel.see(MINUTE, { ...withFindings(T0, [REFUSED]), ...buffer(7e6) });
    if (how === 'asked') panel.keeper.end();
    clock.nowMs += downMs;
    clock.steadyMs = 5;
    return { disk, clock, panel: await startKeeper(disk, clock, '1.1.0') };
  }

  test('goes on with it, and its own absence is all that is missing', async () => {
    const { clock, panel } = await restarted('asked');
    expect(panel.events()).toMatchObject([
      { kind: 'panel', subject: 'first-start' },
      { kind: 'finding', fromMs: T0, toMs: null, bufferedBytes: 7e6 },
      {
        kind: 'panel',
        subject: 'down',
        fromMs: T0 + MINUTE,
        toMs: T0 + MINUTE + 20 * SECOND,
        detail: 'It was ended and started again. Version 1.0.0 before, 1.1.0 since.',
      },
    ]);
    expect(panel.resumed).toEqual([{ id: REFUSED.id, sinceMs: T0 }]);
    panel.see(SECOND, { ...withFindings(clock.nowMs, [], 'unknown'), ...buffer(8e6) });
    expect(findings(panel)).toMatchObject([{ toMs: null, bufferedBytes: 8e6 }]);
    panel.see(30 * SECOND, { ...withFindings(clock.nowMs, [REFUSED]), ...buffer(9e6) });
    expect(findings(panel)).toMatchObject([{ fromMs: T0, toMs: null, times: 1, bufferedBytes: 9e6 }]);
    panel.see(MINUTE, withFindings(0, [], 'ok'));
    expect(findings(panel)).toMatchObject([{ fromMs: T0, toMs: clock.nowMs, detail: null }]);
  });

  test('ends it at its own start when a delivery since shows that it is over', async () => {
    const { clock, panel } = await restarted('asked');
    const startedAtMs = clock.nowMs;
    const delivered = (deliveredRequests: number) => ({
      delivery: { ...unknownSnapshot(T0).delivery, deliveredRequests },
    });
    panel.see(SECOND, { ...withFindings(0, [], 'degraded'), ...delivered(7) });
    expect(findings(panel)).toMatchObject([{ toMs: null }]);
    panel.see(20 * SECOND, { ...withFindings(0, [], 'ok'), ...delivered(7) });
    expect(findings(panel)).toMatchObject([{ toMs: null }]);
    panel.see(20 * SECOND, { ...withFindings(0, [], 'ok'), ...delivered(8) });
    expect(findings(panel)).toMatchObject([
      { toMs: startedAtMs, detail: 'It ended while the panel did not run.' },
    ]);
  });

  test('does not end it while nothing is known, and does after three minutes of other troubles', async () => {
    const { panel } = await restarted('asked');
    panel.see(10 * MINUTE, withFindings(0, [], 'unknown'));
    expect(findings(panel)).toMatchObject([{ toMs: null }]);
    panel.see(SECOND, withFindings(T0 + 30 * MINUTE, [STOPPED], 'degraded'));
    expect(findings(panel)[0]).toMatchObject({
      subject: REFUSED.id,
      detail: 'It ended while the panel did not run.',
    });
  });

  test('that was killed says that its end is not known to the second', async () => {
    const { panel } = await restarted('killed');
    const down = panel.events().find(({ subject }) => subject === 'down');
    expect(down?.detail).toMatch(/^It ended without notice.* The Pi ran on meanwhile\./);
    // Its last sign of life is the incident's first line.
    expect(down?.fromMs).toBe(T0 + MINUTE);
    expect(findings(panel)).toMatchObject([{ fromMs: T0, toMs: null }]);
  });
});

describe('a Pi whose clock is set after its start', () => {
  const BEHIND = 3 * 60 * MINUTE;

  /** It was off for three hours, and begins where it ended. */
  async function booted(signMs = T0 + 10 * SECOND) {
    const disk = fakeDisk();
    const first = await startKeeper(disk, { nowMs: T0, steadyMs: 0 });
    first.see(signMs - T0, withFindings(T0, [], 'ok'));
    first.keeper.end();
    const clock = { nowMs: T0 + MINUTE, steadyMs: 0 };
    const panel = await startKeeper(disk, clock);
    panel.settle(SECOND, withFindings(T0 + MINUTE, [REFUSED]));
    clock.nowMs += BEHIND;
    return { disk, clock, panel };
  }

  test('was away until it began, and what it has found is no older than its start', async () => {
    const { clock, panel } = await booted();
    panel.see(0, withFindings(T0 + MINUTE + BEHIND, [REFUSED]));
    expect(panel.events().slice(1)).toMatchObject([
      { subject: 'down', fromMs: T0 + 10 * SECOND, toMs: T0 + MINUTE + BEHIND },
      { subject: REFUSED.id, fromMs: T0 + MINUTE + BEHIND, toMs: null },
    ]);
    panel.see(MINUTE, withFindings(0, [], 'ok'));
    expect(findings(panel)).toMatchObject([{ fromMs: T0 + MINUTE + BEHIND, toMs: clock.nowMs, times: 1 }]);
  });

  test('tells its absence once its clock is past its last sign of life', async () => {
    const { disk, clock, panel } = await booted(T0 + 5 * MINUTE);
    expect(panel.events().map(({ subject }) => subject)).not.toContain('down');
    panel.see(0, withFindings(0, [], 'ok'));
    const absence = { subject: 'down', fromMs: T0 + 5 * MINUTE, toMs: T0 + MINUTE + BEHIND };
    expect(panel.events()).toContainEqual(expect.objectContaining(absence));
    panel.keeper.end();
    const again = await startKeeper(disk, { nowMs: clock.nowMs + SECOND, steadyMs: 0 });
    expect(again.events()).toContainEqual(expect.objectContaining(absence));
  });
});

test('an event of a component that says too much is cut, and still there after a restart', async () => {
  const { disk, clock, panel } = await world();
  const { verdict } = withFindings(T0, [REFUSED]);
  const findingsWith = verdict.findings.map((finding) => ({ ...finding, title: 'x'.repeat(5000) }));
  panel.settle(0, { verdict: { ...verdict, findings: findingsWith } });
  panel.keeper.onTask({ ...runningTask, state: 'failed', finishedAtMs: T0, outcome: 'y'.repeat(5000) });
  for (const event of panel.events()) eventSchema.parse(event);
  panel.keeper.end();
  const again = await startKeeper(disk, clock);
  expect(again.events().map(({ kind }) => kind)).toEqual(['panel', 'finding', 'panel', 'task']);
});

describe('what was lost while the panel did not run', () => {
  const counted = (startedAtMs: number, droppedBlocks: number) => {
    const { vmagent, delivery } = unknownSnapshot(T0);
    return {
      vmagent: { ...vmagent, state: 'up' as const, startedAtMs },
      delivery: { ...delivery, droppedBlocks },
    };
  };

  test.each([
    ['by the same vmagent', T0, 40, 30],
    ['by none', T0, 10, 0],
    ['by one that was started meanwhile', T0 + MINUTE, 4, 4],
  ])('%s', async (_who, startedAtMs, blocks, lostBlocks) => {
    const { disk, clock, panel } = await world();
    panel.see(0, counted(T0, 10));
    panel.keeper.end();
    clock.nowMs += 5 * MINUTE;
    const again = await startKeeper(disk, clock);
    const down = () => again.events().find(({ subject }) => subject === 'down');
    expect(down()?.lostBlocks).toBeNull();
    again.see(0, {});
    expect(down()?.lostBlocks).toBeNull();
    again.see(SECOND, counted(startedAtMs, blocks));
    expect(down()?.lostBlocks).toBe(lostBlocks);
    again.see(SECOND, counted(startedAtMs, blocks + 5));
    expect(down()?.lostBlocks).toBe(lostBlocks);
  });
});

describe('other events', () => {
  const job = (over: Partial<Task>): Task => ({
    ...runningTask,
    id: 'a',
    kind: 'restart',
    title: 'Restart yace',
    ...over,
  });
  const yace = (startedAtMs: number, restarts = 0) => ({
    services: [service('yace', { startedAtMs, restarts }), service('vmagent', { startedAtMs: T0 })],
  });

  test('a job that has ended, one that has failed, one that its owner gave up', async () => {
    const { panel } = await world();
    panel.keeper.onTask(job({ state: 'running' }));
    panel.keeper.onTask(
      job({ state: 'succeeded', startedAtMs: T0, finishedAtMs: T0 + 900, outcome: 'It runs.' }),
    );
    const error = { code: 'internal' as const, message: 'It did not.', hint: null };
    panel.keeper.onTask(
      job({ state: 'failed', startedAtMs: T0, finishedAtMs: T0 + 900, outcome: null, error }),
    );
    const asked = { code: 'given-up' as const, message: 'You asked for it.', hint: null };
    panel.keeper.onTask(job({ state: 'failed', finishedAtMs: T0 + 900, outcome: null, error: asked }));
    expect(panel.events().filter(({ kind }) => kind === 'task')).toMatchObject([
      { severity: 'info', title: 'Restart yace', detail: 'It runs.', fromMs: T0, toMs: T0 + 900 },
      { severity: 'warning', title: 'Failed: Restart yace', detail: 'It did not.' },
      { severity: 'info', title: 'Put back: Restart yace', detail: 'You asked for it.' },
    ]);
  });

  test('a service that somebody else restarts, or that ends by itself', async () => {
    const { panel } = await world();
    panel.see(0, yace(T0));
    panel.see(MINUTE, yace(T0));
    panel.see(MINUTE, yace(T0 + 100 * SECOND));
    panel.see(MINUTE, yace(T0 + 170 * SECOND, 1));
    expect(panel.events().filter(({ kind }) => kind === 'service')).toMatchObject([
      { subject: 'yace', severity: 'info', title: 'yace was restarted', fromMs: T0 + 100 * SECOND },
      { severity: 'warning', title: 'yace ended without being asked and was started again' },
    ]);
  });

  test('a service that starts and stops again and again is one event', async () => {
    const { clock, panel } = await world();
    const restart = (restarts: number, afterMs = 30 * SECOND) =>
      panel.see(afterMs, { services: [service('yace', { startedAtMs: clock.nowMs + afterMs, restarts })] });
    for (let turn = 0; turn < 100; turn += 1) restart(turn);
    const restarts = () => panel.events().filter(({ kind }) => kind === 'service');
    expect(restarts()).toMatchObject([
      { subject: 'yace', severity: 'warning', times: 99, fromMs: T0 + MINUTE, toMs: clock.nowMs },
    ]);
    restart(100, 60 * MINUTE);
    expect(restarts()).toHaveLength(2);
  });

  test('a service that the panel restarts has the job’s event only', async () => {
    const { panel } = await world();
    panel.see(0, yace(T0));
    panel.keeper.onTask(job({ state: 'running' }));
    panel.see(2 * MINUTE, yace(T0 + MINUTE));
    panel.keeper.onTask(job({ state: 'succeeded', finishedAtMs: T0 + 2 * MINUTE }));
    panel.see(10 * SECOND, yace(T0 + 2 * MINUTE));
    expect(panel.events().filter(({ kind }) => kind === 'service')).toEqual([]);
  });
});

describe('the file of events', () => {
  test('keeps 500, and what lasts', async () => {
    const { disk, clock, panel } = await world();
    panel.settle(0, withFindings(T0, [REFUSED]));
    for (let turn = 0; turn < KEPT_EVENTS + 50; turn += 1) {
      panel.see(4 * MINUTE, withFindings(clock.nowMs, [REFUSED, { ...STOPPED, id: `trouble-${turn}` }]));
    }
    panel.keeper.end();
    const again = await startKeeper(disk, clock);
    expect(again.events().length).toBeLessThanOrEqual(KEPT_EVENTS + 1);
    expect(again.events()[0]).toMatchObject({ subject: REFUSED.id, toMs: null });
  });

  test('notes go first', async () => {
    const { disk, clock, panel } = await world();
    panel.settle(0, withFindings(T0, [REFUSED]));
    panel.see(MINUTE, withFindings(0, [], 'ok'));
    for (let turn = 0; turn < KEPT_EVENTS + 50; turn += 1) {
      clock.nowMs += 4 * MINUTE;
      panel.keeper.onTask({ ...runningTask, state: 'succeeded', finishedAtMs: clock.nowMs });
    }
    panel.keeper.end();
    const again = await startKeeper(disk, clock);
    expect(again.events()).toHaveLength(KEPT_EVENTS);
    expect(findings(again)).toHaveLength(1);
  });

  test('forgets what was over 30 days ago', async () => {
    const { disk, clock, panel } = await world();
    panel.settle(0, withFindings(T0, [REFUSED]));
    panel.see(MINUTE, withFindings(0, [], 'ok'));
    panel.keeper.end();
    clock.nowMs += 31 * 24 * 60 * MINUTE;
    const again = await startKeeper(disk, clock);
    expect(findings(again)).toEqual([]);
  });

  test.each([
    ['cut short', (text: string) => text.slice(0, -20)],
    ['with lines of something else', (text: string) => `{"event":{"id":1}}\nnonsense\n${text}`],
  ])('%s: the rest is kept', async (_how, damage) => {
    const { disk, clock, panel } = await world();
    panel.settle(0, withFindings(T0, [REFUSED]));
    disk.files.set('events', Buffer.from(damage(disk.files.get('events')?.toString() ?? '')));
    const again = await startKeeper(disk, clock);
    expect(findings(again)).toHaveLength(1);
    again.keeper.end();
    expect(findings(await startKeeper(disk, clock))).toHaveLength(1);
  });

  test('that is not ours begins anew', async () => {
    const { disk, clock } = await world();
    disk.files.set('events', Buffer.from([0, 255, 1, 2, 3]));
    const again = await startKeeper(disk, clock);
    expect(again.events()).toMatchObject([{ subject: 'first-start' }]);
    again.settle(0, withFindings(T0, [REFUSED]));
    again.keeper.end();
    expect(findings(await startKeeper(disk, clock))).toHaveLength(1);
  });

  test('that cannot be written is kept in memory, and written when there is room', async () => {
    const { disk, clock, panel } = await world();
    disk.isFull = true;
    panel.settle(0, withFindings(T0, [REFUSED]));
    expect(findings(panel)).toHaveLength(1);
    disk.isFull = false;
    panel.keeper.end();
    expect(findings(await startKeeper(disk, clock))).toHaveLength(1);
  });
});
