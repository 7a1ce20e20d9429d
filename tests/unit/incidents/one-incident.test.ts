import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { restoreIncidents } from '@/lib/server/incidents/restore';
import { toStatus } from '@/lib/server/live/status';
import { readEvents, startTimeline } from '@/lib/server/live/timeline';
import { notifier } from '@/lib/server/notify/notifier-service';
import { notifyStateSchema } from '@/lib/server/notify/types';
import { hub } from '@/lib/server/sampler/hub';
import { unknownSnapshot } from '@/lib/server/sampler/steps/unknown-snapshot';
import {
  EARLIER_EVENT_ID,
  earlierEvents,
  earlierSettings,
  earlierState,
} from '../../support/fixtures/earlier-files';
import { finding, MINUTE, NOON } from '../../support/fixtures/notify-fixtures';
import { notifySettings, tellingPanel } from '../../support/fixtures/telling-panel';
import { freshPanel } from '../../support/panel/route-call';

const REFUSED = 'waiting-refused';
const refused = () => finding(REFUSED, { sinceMs: Date.now() });
type Panel = ReturnType<typeof tellingPanel>;

const inStatus = (pi: Panel) =>
  toStatus(pi.snapshot(), pi.incidents()).verdict.findings.map(({ incident }) => incident);
const onPhone = (pi: Panel) =>
  pi.sent.flatMap(({ news }) => news.map(({ kind, incidentId }) => [kind, incidentId]));

describe('one incident, one id', () => {
  beforeEach(() => {
    vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
    vi.useFakeTimers({ now: NOON });
  });
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllEnvs();
  });

  test('an outage that comes and goes every 2.5 minutes for 15', async () => {
    const pi = tellingPanel();
    const seen: (string | null)[] = [];
    for (let round = 0; round < 3; round += 1) {
      await pi.during(2.5 * MINUTE, [refused()]);
      seen.push(...inStatus(pi));
      await pi.during(2.5 * MINUTE, [], 'ok');
    }
    await pi.during(5 * MINUTE, [], 'ok');
    const [event, ...others] = pi.events();
    expect(others).toEqual([]);
    expect(event).toMatchObject({ subject: REFUSED, times: 3, fromMs: NOON, toMs: NOON + 12.5 * MINUTE });
    expect(onPhone(pi)).toEqual([
      ['opened', event?.id],
      ['ended', event?.id],
    ]);
    expect(seen).toEqual([event?.id, event?.id, event?.id]);
    expect(pi.incidents()).toEqual({});
  });

  test.each(['while it is there', 'while it is away for a moment'])('a restart %s', async (when) => {
    const pi = tellingPanel();
    await pi.during(5 * MINUTE, [refused()]);
    const [before] = inStatus(pi);
    if (when !== 'while it is there') await pi.during(MINUTE, [], 'ok');
    pi.restart();
    await pi.during(5 * MINUTE, [refused()]);
    expect(inStatus(pi)).toEqual([before]);
    await pi.during(5 * MINUTE, [], 'ok');
    expect(pi.events().map(({ id }) => id)).toEqual([before]);
    expect(onPhone(pi)).toEqual([
      ['opened', before],
      ['ended', before],
    ]);
  });

  test('what is seen at one look only and explained at the next is none', async () => {
    const pi = tellingPanel();
    await pi.during(15_000, [finding(REFUSED, { sinceMs: Date.now() + 14_000 })]);
    const root = finding('engine-unreachable', { sinceMs: Date.now() });
    await pi.during(5 * MINUTE, [root, finding(REFUSED, { because: root.id })]);
    expect(pi.events().map(({ subject }) => subject)).toEqual([root.id]);
    expect(new Set(inStatus(pi))).toEqual(new Set([pi.events()[0]?.id]));
  });

  test('a loss is told however short it was, once; what only waited is not', async () => {
    const pi = tellingPanel();
    const loss = finding('losing-rejected', { severity: 'losing', sinceMs: Date.now() });
    await pi.during(30_000, [loss, refused()], 'losing');
    await pi.during(10 * MINUTE, [finding('lost-recently', { severity: 'losing' })], 'losing');
    const event = pi.events().find(({ subject }) => subject === loss.id);
    expect(onPhone(pi)).toEqual([['past', event?.id]]);
  });

  test('what the panel before has left goes on under the id of its event, and its end is told', async () => {
    const state = notifyStateSchema.parse({ ...earlierState(), outbox: [] });
    const pi = tellingPanel(notifySettings(), { state, events: earlierEvents() });
    await pi.during(5 * MINUTE, [finding(REFUSED, { sinceMs: NOON - 10 * MINUTE })]);
    expect(inStatus(pi)).toEqual([EARLIER_EVENT_ID]);
    expect(pi.sent).toEqual([]);
    const lastSeenMs = Date.now() - 15_000;
    await pi.during(5 * MINUTE, [], 'ok');
    expect(onPhone(pi)).toEqual([['ended', EARLIER_EVENT_ID]]);
    expect(pi.sent[0]?.news[0]).toMatchObject({ sinceMs: NOON - 10 * MINUTE, untilMs: lastSeenMs });
    expect(pi.events()).toMatchObject([{ id: EARLIER_EVENT_ID, times: 2, bufferedBytes: 5_000_000 }]);
  });

  test('and it is told when it was over before this one could see it, with the last sign of life', async () => {
    const state = notifyStateSchema.parse({ ...earlierState(), outbox: [] });
    const pi = tellingPanel(notifySettings(), { state, events: earlierEvents() });
    await pi.during(8 * MINUTE, [], 'ok');
    expect(onPhone(pi)).toEqual([['ended', EARLIER_EVENT_ID]]);
    expect(pi.sent[0]?.news[0]?.untilMs).toBe(NOON - MINUTE);
  });
});

describe('what was told is not lost', () => {
  const told = {
    incidentId: 'told',
    findingId: REFUSED,
    severity: 'waiting',
    title: 'It refuses.',
    consequence: '',
    fix: '',
    sinceMs: NOON - MINUTE,
  } as const;
  const event = {
    id: 'saved',
    kind: 'finding',
    subject: REFUSED,
    severity: 'waiting',
    title: 'It refuses.',
    detail: null,
    fromMs: NOON - 60 * MINUTE,
    toMs: NOON - 2 * MINUTE,
    times: 1,
    bufferedBytes: null,
    lostBlocks: null,
    lostBytes: null,
  } as const;
  const restoring = { nowMs: NOON, signMs: NOON - 30_000 };

  test('where the power went before its event was saved, and an older one is in the file', () => {
    expect(restoreIncidents([event], [told], restoring)).toMatchObject([
      { id: 'told', sinceMs: NOON - MINUTE, lastSeenMs: NOON - 30_000, goneAtMs: null },
    ]);
  });

  test('where all events are lost', () => {
    expect(restoreIncidents([], [told], restoring)).toMatchObject([
      { id: 'told', findingId: REFUSED, lastSeenMs: NOON - 30_000 },
    ]);
  });
});

describe('files of the panel before', () => {
  let panel: ReturnType<typeof freshPanel>;
  const file = (name: string, text: string) =>
    writeFileSync(path.join(panel.stateDir, name), text, { mode: 0o600 });
  beforeEach(() => {
    panel = freshPanel();
    file('events.jsonl', earlierEvents(Date.now()));
    file('notify-state.json', JSON.stringify(earlierState(Date.now())));
    file('notify.json', JSON.stringify(earlierSettings));
  });
  afterEach(() => panel.remove());

  test.each(['after', 'before'])('the notifier is made %s the incidents are restored', async (order) => {
    const made = order === 'before' ? await notifier() : null;
    await startTimeline();
    const telling = made ?? (await notifier());
    expect(telling.settings()).toEqual(earlierSettings);
    const empty = unknownSnapshot(Date.now());
    const findings = [finding(REFUSED, { sinceMs: Date.now() - 10 * MINUTE })];
    hub().publish({ ...empty, verdict: { ...empty.verdict, state: 'degraded', findings } });
    const { told, outbox, sentAtMs } = telling.state();
    expect(told).toMatchObject([{ incidentId: EARLIER_EVENT_ID, findingId: REFUSED, untilMs: null }]);
    expect(outbox).toMatchObject([{ id: '0123456789ab', attempts: 2, news: [{ findingId: 'waiting-dns' }] }]);
    expect(sentAtMs.aaaaaaaaaaaa).toHaveLength(1);
    const [event] = readEvents({ hours: 24 }).events.filter(({ kind }) => kind === 'finding');
    expect(event).toMatchObject({ id: EARLIER_EVENT_ID, toMs: null, times: 2 });
    telling.stop();
  });
});
