import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Finding } from '@/lib/schemas/snapshot';
import { createIncidents } from '@/lib/server/incidents/incidents';
import type { Message, Sent } from '@/lib/server/notify/channels/channel';
import { deadManSignal } from '@/lib/server/notify/dead-man-signal';
import { createNotifier, type Notifier } from '@/lib/server/notify/notifier';
import { defaultSettings, NO_STATE, type NotifySettings, type NotifyState } from '@/lib/server/notify/types';
import { createHub } from '@/lib/server/sampler/hub';
import { DEAD_MAN_UNREACHABLE } from '@/lib/telling';
import { verdict } from '@/lib/verdict/verdict';
import { calmContext, healthy } from '../../support/fakes/fake-pipeline';
import {
  finding,
  HOUR,
  MINUTE,
  NOON,
  notifyRules,
  ntfyChannel,
} from '../../support/fixtures/notify-fixtures';
import { snapshots } from '../../support/fixtures/snapshots';

const TICK = 15_000;
const OK: Sent = {
  wasSent: true,
  status: 200,
  message: 'ntfy.example took it.',
  hint: null,
  durationMs: 1,
  retryAfterSeconds: null,
};
const DOWN: Sent = { ...OK, wasSent: false, status: null, message: 'ntfy.example did not answer in time.' };
const REFUSED: Sent = { ...DOWN, status: 401, message: 'ntfy.example refuses it (status 401).' };
const phone = ntfyChannel();
const house = ntfyChannel({ id: 'bbbbbbbbbbbb', name: 'The house' });
const FAILING = `channel-failing-${phone.id}`;
const trouble = finding('destination-unauthorised');

const given = (over: Partial<NotifySettings> = {}): NotifySettings => ({
  ...defaultSettings(),
  channels: [phone, house],
  rules: notifyRules({ tellsWarnings: true }),
  ...over,
});

/** A panel whose verdict sees what becomes of its own messages. */
function panel(settings = given()) {
  const sent: { to: string; message: Message }[] = [];
  const pings: string[] = [];
  const world = { phone: OK, house: OK, ping: OK };
  const hub = createHub(Date.now());
  const incidents = createIncidents({ now: Date.now, steadyNow: () => performance.now(), newId: randomUUID });
  hub.observe((snapshot) => incidents.onSnapshot(snapshot));
  let disk: NotifyState = NO_STATE;
  let ids = 0;
  let found: Finding[] = [];
  let notifier: Notifier;
  function start(): void {
    notifier = createNotifier(
      {
        now: Date.now,
        monotonicMs: () => performance.now(),
        snapshot: () => hub.snapshot(),
        incidents,
        newId: () => `m${++ids}`,
        save: async (state) => {
          disk = structuredClone(state);
        },
        send: async ({ id }, message) => {
          sent.push({ to: id, message });
          return id === phone.id ? world.phone : world.house;
        },
        ping: async (_, { suffix, body }) => {
          pings.push(`${suffix || 'success'} ${body}`);
          return world.ping;
        },
      },
      settings,
      structuredClone(disk),
    );
    notifier.start();
  }
  start();
  return {
    world,
    pings,
    notifier: () => notifier,
    found: () => found.map(({ id }) => id),
    finding: (id: string) => found.find((one) => one.id === id),
    told: (to: string) =>
      sent
        .filter((one) => one.to === to)
        .flatMap(({ message }) => message.news.map((line) => `${line.kind} ${line.findingId}`)),
    restart() {
      notifier.stop();
      start();
    },
    async during(ms: number, findings: Finding[] = []) {
      for (let passed = 0; passed < ms; passed += TICK) {
        const pipeline = { ...healthy(), atMs: Date.now() };
        const judged = verdict(pipeline, { ...calmContext(), previous: found, telling: notifier.failures() });
        found = judged.findings;
        const state = findings.length > 0 ? 'degraded' : judged.state;
        hub.publish({
          ...snapshots.delivering,
          atMs: Date.now(),
          verdict: { ...judged, state, findings: [...findings, ...judged.findings] },
        });
        await vi.advanceTimersByTimeAsync(TICK);
      }
    },
  };
}

beforeEach(() => {
  vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

describe('a channel that fails', () => {
  test('is a finding with its name, since when, why and what to do; a single failure is none', async () => {
    const pi = panel();
    pi.world.phone = DOWN;
    await pi.during(2 * MINUTE + TICK, [trouble]);
    expect(pi.told(phone.id)).toHaveLength(1);
    expect(pi.found()).toEqual([]);
    await pi.during(MINUTE, [trouble]);
    expect(pi.finding(FAILING)).toMatchObject({
      severity: 'warning',
      title: 'Messages do not get through: ntfy “My phone” fails.',
      consequence: expect.stringContaining('did not answer in time'),
      href: '/settings/notifications',
      sinceMs: NOON + 2 * MINUTE,
    });
  });

  test('that is refused is found at once, and gone with the first message that gets through', async () => {
    const pi = panel();
    pi.world.phone = REFUSED;
    await pi.during(2 * MINUTE + 2 * TICK, [trouble]);
    expect(pi.found()).toEqual([FAILING]);
    pi.world.phone = OK;
    await pi.during(16 * MINUTE, [trouble]);
    expect(pi.found()).toEqual([]);
  });

  test('is told to the others, and to itself never: not while it fails and not after', async () => {
    const pi = panel();
    pi.world.phone = DOWN;
    await pi.during(24 * HOUR, [trouble]);
    pi.world.phone = OK;
    await pi.during(HOUR, [trouble]);
    expect(pi.told(house.id)).toEqual([
      'opened destination-unauthorised',
      `opened ${FAILING}`,
      'reminder destination-unauthorised',
      `reminder ${FAILING}`,
      'reminder destination-unauthorised',
      `ended ${FAILING}`,
    ]);
    expect(new Set(pi.told(phone.id))).toEqual(new Set(['opened destination-unauthorised']));
  });

  test('alone tells nobody of itself and makes no message', async () => {
    const pi = panel(given({ channels: [phone] }));
    pi.world.phone = DOWN;
    await pi.during(10 * MINUTE, [trouble]);
    const tries = pi.told(phone.id).length;
    await pi.during(HOUR, [trouble]);
    expect(pi.found()).toEqual([FAILING]);
    expect(new Set(pi.told(phone.id))).toEqual(new Set(['opened destination-unauthorised']));
    // A finding of its own would be a reason to try at once, each time.
    expect(pi.told(phone.id).length - tries).toBeLessThan(9);
    expect(pi.notifier().state().outbox).toHaveLength(1);
  });

  test('two that fail do not wake each other again and again', async () => {
    const pi = panel();
    pi.world.phone = DOWN;
    pi.world.house = REFUSED;
    await pi.during(10 * HOUR, [trouble]);
    expect(pi.found().sort()).toEqual([FAILING, `channel-failing-${house.id}`]);
    const { outbox } = pi.notifier().state();
    expect(outbox).toHaveLength(2);
    for (const { channelId, news } of outbox)
      expect(news.map(({ findingId }) => findingId)).not.toContain(`channel-failing-${channelId}`);
    expect(pi.told(house.id).length).toBeLessThan(100);
  });

  test('keeps its “since” over a restart, and is none while it is off, after a change or a test that went well', async () => {
    const pi = panel();
    pi.world.phone = DOWN;
    await pi.during(10 * MINUTE, [trouble]);
    pi.restart();
    await pi.during(10 * MINUTE, [trouble]);
    expect(pi.finding(FAILING)?.sinceMs).toBe(NOON + 2 * MINUTE);
    pi.notifier().noteWorks(phone.id);
    expect(pi.notifier().failures().channels).toEqual([]);
    await pi.during(HOUR, [trouble]);
    expect(pi.found()).toEqual([FAILING]);
    await pi.notifier().change(given({ channels: [{ ...phone, topic: 'other' }, house] }));
    expect(pi.notifier().failures().channels).toEqual([]);
    await pi.during(HOUR, [trouble]);
    await pi.notifier().change(given({ channels: [{ ...phone, topic: 'other', isOn: false }, house] }));
    expect(pi.notifier().failures().channels).toEqual([]);
  });
});

describe('a dead-man’s switch that cannot be reached', () => {
  const url = 'https://hc.example/0123456789';
  const watched = (okWhile: 'ok' | 'degraded') =>
    given({ deadMan: { isOn: true, url, okWhile, failSignal: 'fail' } });

  test('is a finding after three pings, told once, and gone with the first that gets through', async () => {
    const pi = panel(watched('degraded'));
    pi.world.ping = DOWN;
    await pi.during(2 * MINUTE + TICK);
    expect(pi.found()).toEqual([]);
    await pi.during(MINUTE);
    expect(pi.finding(DEAD_MAN_UNREACHABLE)).toMatchObject({ severity: 'warning', sinceMs: NOON + MINUTE });
    await pi.during(HOUR);
    expect(pi.told(phone.id)).toEqual([`opened ${DEAD_MAN_UNREACHABLE}`]);
    pi.world.ping = OK;
    await pi.during(5 * MINUTE);
    expect(pi.found()).toEqual([]);
    expect(pi.told(phone.id).at(-1)).toBe(`ended ${DEAD_MAN_UNREACHABLE}`);
  });

  test('does not call for help because of itself once it can be reached', async () => {
    const pi = panel(watched('ok'));
    await pi.during(2 * MINUTE);
    pi.world.ping = DOWN;
    await pi.during(HOUR);
    pi.world.ping = OK;
    await pi.during(HOUR);
    expect(new Set(pi.pings)).toEqual(new Set(['success ']));
  });

  test('and does, when there is something else', () => {
    const own = finding(DEAD_MAN_UNREACHABLE, { severity: 'warning' });
    const seen = (findings: Finding[]) => ({
      snapshot: {
        ...snapshots.delivering,
        atMs: NOON,
        verdict: { ...snapshots.delivering.verdict, state: 'degraded' as const, findings },
      },
      nowMs: NOON,
      upMs: HOUR,
      failingMs: HOUR,
    });
    const strict = { okWhile: 'ok', failSignal: 'fail' } as const;
    expect(deadManSignal(seen([own]), strict, 0)?.kind).toBe('success');
    expect(deadManSignal(seen([own, finding('pi-hot')]), strict, 0)).toMatchObject({
      kind: 'failure',
      body: 'pi-hot',
    });
  });
});
