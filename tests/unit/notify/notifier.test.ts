import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Sent } from '@/lib/server/notify/channels/channel';
import {
  finding,
  HOUR,
  MINUTE,
  NOON,
  notifyRules,
  ntfyChannel,
} from '../../support/fixtures/notify-fixtures';
import { DOWN, notifySettings, OK, TICK, tellingPanel } from '../../support/fixtures/telling-panel';

const deadMan = (over: object = {}) => ({
  isOn: true,
  url: 'https://hc.example/uuid',
  okWhile: 'degraded' as const,
  failSignal: 'fail' as const,
  ...over,
});

beforeEach(() => {
  vi.stubEnv('WEIR_LOG_LEVEL', 'silent');
  vi.useFakeTimers({ now: NOON });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const token = finding('destination-unauthorised');
const loss = finding('loss-rejected', { severity: 'losing' });

describe('people are told', () => {
  test('of what lasts, once, and of its end', async () => {
    const pi = tellingPanel();
    await pi.during(HOUR, [token, loss]);
    await pi.during(HOUR, [token]);
    await pi.during(HOUR, []);
    expect(pi.titles()).toEqual([
      'opened loss-rejected, opened destination-unauthorised',
      'ended loss-rejected',
      'ended destination-unauthorised',
    ]);
    expect(pi.sent[0]?.title).toBe('attic-pi: Losing data: Title of loss-rejected. (and 1 more)');
    expect(JSON.stringify(pi.sent)).not.toContain('secret words');
  });

  test('a healthy day says nothing and writes nothing', async () => {
    const pi = tellingPanel();
    await pi.during(4 * HOUR, [], 'ok');
    expect(pi.sent).toEqual([]);
    expect(pi.disk.saves).toBe(0);
  });

  test('again and again until it is taken, and then no more', async () => {
    const pi = tellingPanel();
    pi.world.answer = () => DOWN;
    await pi.during(10 * MINUTE, [token]);
    const tries = pi.sent.length;
    expect(tries).toBeGreaterThan(3);
    expect(new Set(pi.sent.map(({ id }) => id)).size).toBe(1);
    pi.world.answer = () => OK;
    await pi.during(HOUR, [token]);
    expect(pi.sent).toHaveLength(tries + 1);
    expect(pi.notifier().state().outbox).toEqual([]);
  });

  test('of an outage that also cut them off, in one line once it is over', async () => {
    const pi = tellingPanel();
    pi.world.answer = () => DOWN;
    // The next try comes after the end.
    await pi.during(3 * HOUR + 5 * MINUTE, [token]);
    pi.sent.length = 0;
    pi.world.answer = () => OK;
    await pi.during(20 * MINUTE, []);
    expect(pi.titles()).toEqual(['past destination-unauthorised']);
  });

  test('one after the other, however long an answer takes', async () => {
    const pi = tellingPanel();
    let answer: (sent: Sent) => void = () => undefined;
    pi.world.answer = () => new Promise<Sent>((resolve) => (answer = resolve));
    await pi.during(3 * MINUTE, [token]);
    await pi.during(10 * MINUTE, [token, loss]);
    expect(pi.titles()).toEqual(['opened destination-unauthorised']);
    answer(OK);
    await pi.during(TICK, [token, loss]);
    expect(pi.titles()).toEqual(['opened destination-unauthorised', 'opened loss-rejected']);
  });

  test('also when the disk is full', async () => {
    const pi = tellingPanel();
    pi.world.save = () => Promise.reject(new Error('no space'));
    await pi.during(HOUR, [token]);
    expect(pi.titles()).toEqual(['opened destination-unauthorised']);
  });

  test('on every channel that is on, and at once when one is switched on', async () => {
    const mail = ntfyChannel({ id: 'bbbbbbbbbbbb', isOn: false });
    const pi = tellingPanel(notifySettings({ channels: [mail] }));
    await pi.during(HOUR, [token]);
    expect(pi.sent).toEqual([]);
    await pi.notifier().change(notifySettings({ channels: [ntfyChannel(), { ...mail, isOn: true }] }));
    await pi.during(TICK, [token]);
    expect(pi.sent).toHaveLength(2);
  });

  test('what waits for a channel that is removed goes with it', async () => {
    const pi = tellingPanel();
    pi.world.answer = () => DOWN;
    await pi.during(5 * MINUTE, [token]);
    await pi.notifier().change(notifySettings({ channels: [] }));
    expect(pi.disk.state.outbox).toEqual([]);
    expect(pi.disk.state.last).toEqual({});
  });

  test('new settings try what waits at once', async () => {
    const pi = tellingPanel();
    pi.world.answer = () => ({ ...DOWN, status: 403 });
    await pi.during(4 * MINUTE, [token]);
    expect(pi.sent).toHaveLength(1);
    pi.world.answer = () => OK;
    await pi
      .notifier()
      .change(notifySettings({ channels: [ntfyChannel({ hasToken: true, token: 'tk_new' })] }));
    expect(pi.sent).toHaveLength(2);
  });
});

describe('acknowledging', () => {
  test('ends reminders until the finding is gone, over a restart too', async () => {
    const pi = tellingPanel(notifySettings({ rules: notifyRules({ reminderHours: 1 }) }));
    await pi.during(5 * MINUTE, [token]);
    expect(await pi.notifier().acknowledge(token.id, true)).toBe(true);
    pi.restart();
    await pi.during(5 * HOUR, [token]);
    expect(pi.titles()).toEqual(['opened destination-unauthorised']);
  });

  test('what is not there cannot be acknowledged', async () => {
    const pi = tellingPanel();
    await pi.during(MINUTE, []);
    expect(await pi.notifier().acknowledge('no-such-finding', true)).toBe(false);
  });
});

describe('nothing is told twice after a restart', () => {
  test('in the middle of an incident', async () => {
    const pi = tellingPanel();
    await pi.during(5 * MINUTE, [token]);
    for (let round = 0; round < 3; round += 1) {
      pi.restart();
      await pi.during(TICK, [], 'unknown');
      await pi.during(10 * MINUTE, [token]);
    }
    await pi.during(10 * MINUTE, []);
    pi.restart();
    await pi.during(10 * MINUTE, []);
    expect(pi.titles()).toEqual(['opened destination-unauthorised', 'ended destination-unauthorised']);
  });

  test('what waited is sent by the next panel, under the same id', async () => {
    const pi = tellingPanel();
    pi.world.answer = () => DOWN;
    await pi.during(5 * MINUTE, [token]);
    const ids = new Set(pi.sent.map(({ id }) => id));
    pi.restart();
    pi.sent.length = 0;
    pi.world.answer = () => OK;
    await pi.during(30 * MINUTE, [token]);
    expect(pi.titles()).toEqual(['opened destination-unauthorised']);
    expect(ids).toContain(pi.sent[0]?.id);
  });

  test('it is on the disk before it is sent', async () => {
    const pi = tellingPanel();
    const saved: number[] = [];
    pi.world.answer = () => {
      saved.push(pi.disk.state.outbox.length, pi.disk.state.told.length);
      return OK;
    };
    await pi.during(5 * MINUTE, [token]);
    expect(saved).toEqual([1, 1]);
    expect(pi.disk.state.outbox).toEqual([]);
  });

  test('also when the disk takes its time', async () => {
    const pi = tellingPanel();
    const { save } = pi.world;
    let written = () => undefined as unknown;
    pi.world.save = (state) =>
      new Promise((resolve) => {
        written = () => resolve(save(state));
      });
    await pi.during(3 * MINUTE, [token]);
    expect(pi.sent).toEqual([]);
    pi.world.save = save;
    written();
    await pi.during(MINUTE, [token]);
    expect(pi.titles()).toEqual([`opened ${token.id}`]);
  });

  test('the end of a long one is known to the half hour, whatever ended the panel, for few writes', async () => {
    const pi = tellingPanel();
    await pi.during(10 * HOUR, [token]);
    expect(pi.disk.saves).toBeLessThan(25);
    const lastSeen = Date.now();
    pi.restart();
    await vi.advanceTimersByTimeAsync(5 * HOUR);
    await pi.during(5 * MINUTE, []);
    const untilMs = pi.sent.at(-1)?.news[0]?.untilMs ?? 0;
    expect(pi.titles().at(-1)).toBe('ended destination-unauthorised');
    expect(untilMs).toBeLessThanOrEqual(lastSeen);
    expect(untilMs).toBeGreaterThan(lastSeen - 31 * MINUTE);
  });

  test('a finding that was over while the panel was off ends after the restart', async () => {
    const pi = tellingPanel();
    await pi.during(5 * MINUTE, [token]);
    pi.restart();
    await pi.during(5 * MINUTE, [], 'ok');
    expect(pi.titles()).toEqual(['opened destination-unauthorised', 'ended destination-unauthorised']);
  });
});

describe('the dead-man’s switch', () => {
  test('pings success once a minute, without a channel', async () => {
    const pi = tellingPanel(notifySettings({ channels: [], deadMan: deadMan() }));
    await pi.during(10 * MINUTE, [], 'ok');
    expect(pi.pings).toEqual(Array(10).fill('/uuid '));
    expect(pi.notifier().deadMan.last()).toMatchObject({ signal: 'success', wasSent: true });
  });

  test('is silent at first, then signals a failure with the reason, then success again', async () => {
    const pi = tellingPanel(notifySettings({ deadMan: deadMan() }));
    await pi.during(MINUTE, [], 'ok');
    await pi.during(5 * MINUTE, [loss], 'losing');
    await pi.during(MINUTE, [], 'ok');
    expect(pi.pings.slice(0, 1)).toEqual(['/uuid ']);
    expect(pi.pings.filter((ping) => ping === '/uuid/fail loss-rejected').length).toBeGreaterThanOrEqual(2);
    expect(pi.pings.at(-1)).toBe('/uuid ');
    expect(pi.pings.length).toBeLessThan(7);
  });

  test('never says success when the sampler stands still', async () => {
    const pi = tellingPanel(notifySettings({ deadMan: deadMan() }));
    await pi.during(2 * MINUTE, [], 'ok');
    pi.pings.length = 0;
    await vi.advanceTimersByTimeAsync(10 * MINUTE);
    expect(pi.pings.slice(1).every((ping) => ping === '/uuid/fail unknown')).toBe(true);
    expect(pi.pings.length).toBeGreaterThan(5);
  });

  test('does nothing while it is off', async () => {
    const pi = tellingPanel(notifySettings({ deadMan: deadMan({ isOn: false }) }));
    await pi.during(10 * MINUTE, [], 'ok');
    expect(pi.pings).toEqual([]);
  });
});
