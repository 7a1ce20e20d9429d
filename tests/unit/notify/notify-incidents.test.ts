import { describe, expect, test } from 'vitest';
import type { NotifyRules } from '@/lib/schemas/notify';
import type { Finding } from '@/lib/schemas/snapshot';
import { type Incidents, OVER_MS, stepIncidents } from '@/lib/server/incidents/machine';
import { restoreIncidents } from '@/lib/server/incidents/restore';
import type { Told } from '@/lib/server/notify/types';
import { acknowledgeIn, whatToTell } from '@/lib/server/notify/what-to-tell';
import { finding, HOUR, MINUTE, NOON, notifyRules } from '../../support/fixtures/notify-fixtures';

/** Looks every 15 s, as an unwatched sampler does. */
const TICK = 15_000;

function watcher(rules: NotifyRules = notifyRules(), startMs = NOON) {
  let incidents: Incidents = {};
  let known: Told[] = [];
  let nowMs = startMs;
  let startedMs = startMs;
  let ids = 0;
  const newId = () => `i${++ids}`;
  const told: string[] = [];
  return {
    told,
    incidents: () => incidents,
    known: () => known,
    nowMs: () => nowMs,
    look(findings: Finding[], { isJudged = true, isHeard = true } = {}) {
      const state = isJudged ? 'degraded' : 'unknown';
      const clocks = { nowMs, elapsedMs: TICK, upMs: Math.abs(nowMs - startedMs) };
      const step = stepIncidents(incidents, { ...clocks, findings, state, hasDelivered: false, newId });
      const { told: next, news } = whatToTell(known, { ...step, nowMs, isHeard, rules });
      incidents = step.incidents;
      known = next;
      told.push(...news.map(({ kind, findingId }) => `${kind} ${findingId}`));
      nowMs += TICK;
      return news;
    },
    during(ms: number, findings: Finding[], over: { isJudged?: boolean; isHeard?: boolean } = {}) {
      for (let passed = 0; passed < ms; passed += TICK) this.look(findings, over);
    },
    setClock(ms: number) {
      nowMs = ms;
    },
    acknowledge(id: string, atMs: number | null = nowMs) {
      known = acknowledgeIn(known, id, incidents[id], atMs) ?? known;
    },
    /** What is on the disk of what people know; the timeline is lost. */
    restart() {
      startedMs = nowMs;
      const restored = restoreIncidents([], structuredClone(known), { nowMs, signMs: 0 });
      incidents = Object.fromEntries(restored.map((incident) => [incident.findingId, incident]));
    },
  };
}

const token = finding('destination-unauthorised');
const loss = finding('loss-rejected', { severity: 'losing' });

describe('one message for an incident', () => {
  test('is told once, when it has lasted as long as wished, and not before', () => {
    const pi = watcher();
    pi.during(2 * MINUTE, [token]);
    expect(pi.told).toEqual([]);
    pi.look([token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
    pi.during(HOUR, [token]);
    expect(pi.told).toHaveLength(1);
  });

  test('what ends before that is never told, neither its beginning nor its end', () => {
    const pi = watcher();
    pi.during(90_000, [token]);
    pi.during(HOUR, []);
    expect(pi.told).toEqual([]);
    expect(pi.incidents()).toEqual({});
  });

  test('its end is told once, with from and to', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [token]);
    const lastSeen = pi.nowMs() - TICK;
    pi.during(OVER_MS - TICK, []);
    expect(pi.told).toHaveLength(1);
    const [news] = pi.look([]);
    expect(news).toMatchObject({ kind: 'ended', sinceMs: NOON, untilMs: lastSeen });
    pi.during(HOUR, []);
    expect(pi.told).toHaveLength(2);
  });

  test('one that comes and goes is one incident', () => {
    const pi = watcher();
    pi.during(3 * MINUTE, [token]);
    for (let round = 0; round < 20; round += 1) {
      pi.during(MINUTE, []);
      pi.during(MINUTE, [token]);
    }
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });

  test('what flickers counts only the time that it was there', () => {
    const pi = watcher();
    for (let round = 0; round < 3; round += 1) {
      pi.during(30_000, [token]);
      pi.during(MINUTE, []);
    }
    expect(pi.told).toEqual([]);
    for (let round = 0; round < 3; round += 1) {
      pi.during(30_000, [token]);
      pi.during(MINUTE, []);
    }
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });

  test('nothing is said of it while it is out of sight and not over', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(HOUR + 2 * MINUTE, [token]);
    pi.during(MINUTE, []);
    expect(pi.told).toHaveLength(1);
    pi.look([token]);
    expect(pi.told.at(-1)).toBe('reminder destination-unauthorised');
  });

  test('the same finding after its end is a new incident', () => {
    const pi = watcher();
    for (let round = 0; round < 2; round += 1) {
      pi.during(5 * MINUTE, [token]);
      pi.during(5 * MINUTE, []);
    }
    expect(pi.told.map((line) => line.split(' ')[0])).toEqual(['opened', 'ended', 'opened', 'ended']);
  });

  test('being out of sight is no end: while the pipeline cannot be judged, nothing is over', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [token]);
    pi.during(HOUR, [], { isJudged: false });
    expect(pi.told).toEqual(['opened destination-unauthorised']);
    pi.during(OVER_MS, []);
    expect(pi.told).toEqual(['opened destination-unauthorised', 'ended destination-unauthorised']);
  });

  test('0 minutes means at once', () => {
    const pi = watcher(notifyRules({ afterMinutes: 0 }));
    // Until it has settled, its cause may still be found out.
    pi.look([token]);
    expect(pi.told).toEqual([]);
    pi.look([token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });
});

describe('what is told', () => {
  const warning = finding('pi-hot', { severity: 'warning' });

  test('notes never, warnings only when wished', () => {
    const pi = watcher();
    pi.during(HOUR, [warning, finding('note', { severity: 'info' })]);
    expect(pi.told).toEqual([]);
    const loud = watcher(notifyRules({ tellsWarnings: true }));
    loud.during(HOUR, [warning, finding('note', { severity: 'info' })]);
    expect(loud.told).toEqual(['opened pi-hot']);
  });

  test('while there is nobody to tell, nothing counts as told', () => {
    const pi = watcher();
    pi.during(HOUR, [token], { isHeard: false });
    expect(pi.told).toEqual([]);
    pi.look([token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });
});

describe('reminders', () => {
  test('come at most every so many hours, until it is gone', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(3.5 * HOUR, [token]);
    expect(pi.told.map((line) => line.split(' ')[0])).toEqual(['opened', 'reminder', 'reminder', 'reminder']);
    pi.during(3 * HOUR, []);
    expect(pi.told.at(-1)).toBe('ended destination-unauthorised');
    expect(pi.told).toHaveLength(5);
  });

  test('none when none are wished', () => {
    const pi = watcher(notifyRules({ reminderHours: null }));
    pi.during(30 * HOUR, [token]);
    expect(pi.told).toHaveLength(1);
  });

  test('an acknowledged finding is not told again until it is gone; its end is', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(5 * MINUTE, [token, loss]);
    pi.acknowledge(token.id);
    pi.during(2.5 * HOUR, [token, loss]);
    expect(pi.told.filter((line) => line.startsWith('reminder'))).toEqual([
      'reminder loss-rejected',
      'reminder loss-rejected',
    ]);
    pi.during(5 * MINUTE, [loss]);
    expect(pi.told.at(-1)).toBe('ended destination-unauthorised');
    pi.during(5 * MINUTE, [token, loss]);
    expect(pi.told.at(-1)).toBe('opened destination-unauthorised');
  });

  test('one that was acknowledged before it was told is not told at all', () => {
    const pi = watcher();
    pi.look([token]);
    pi.acknowledge(token.id);
    pi.during(HOUR, [token]);
    pi.during(HOUR, []);
    expect(pi.told).toEqual([]);
  });

  test('reminders come again once the acknowledgement is taken back', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(5 * MINUTE, [token]);
    pi.acknowledge(token.id);
    pi.during(2 * HOUR, [token]);
    pi.acknowledge(token.id, null);
    pi.look([token]);
    expect(pi.told).toEqual(['opened destination-unauthorised', 'reminder destination-unauthorised']);
  });
});

describe('quiet hours', () => {
  const quiet = { from: '22:00', to: '07:00', losingPasses: true };
  const TEN = NOON + 10 * HOUR;

  test('what begins in them is told at their end, if it is still there', () => {
    const pi = watcher(notifyRules({ quiet }), TEN);
    pi.during(9 * HOUR, [token]);
    expect(pi.told).toEqual([]);
    pi.look([token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });

  test('what begins and ends in them is not told', () => {
    const pi = watcher(notifyRules({ quiet }), TEN);
    pi.during(3 * HOUR, [token]);
    pi.during(12 * HOUR, []);
    expect(pi.told).toEqual([]);
  });

  test('losing data passes, if wished, with its end', () => {
    const pi = watcher(notifyRules({ quiet }), TEN);
    pi.during(HOUR, [loss]);
    pi.during(HOUR, []);
    expect(pi.told).toEqual(['opened loss-rejected', 'ended loss-rejected']);
    const silent = watcher(notifyRules({ quiet: { ...quiet, losingPasses: false } }), TEN);
    silent.during(HOUR, [loss]);
    expect(silent.told).toEqual([]);
  });

  test('the end of what was told before them waits for their end', () => {
    const pi = watcher(notifyRules({ quiet }), TEN - HOUR);
    pi.during(2 * HOUR, [token]);
    pi.during(8 * HOUR, []);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
    pi.look([]);
    expect(pi.told.at(-1)).toBe('ended destination-unauthorised');
  });

  test('no reminders in them', () => {
    const pi = watcher(notifyRules({ quiet, reminderHours: 1 }), TEN - HOUR);
    pi.during(10 * HOUR, [token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
    pi.look([token]);
    expect(pi.told.at(-1)).toBe('reminder destination-unauthorised');
  });

  test('are in the time zone of the settings', () => {
    // 13:00 in Kiritimati is 23:00 UTC of the day before.
    const pi = watcher(notifyRules({ quiet, timeZone: 'Pacific/Kiritimati' }), TEN + HOUR);
    pi.during(5 * MINUTE, [token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });
});

describe('restarts and clocks', () => {
  test('what was told before a restart is not told again, nor its end before it is seen', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [token]);
    pi.restart();
    pi.look([], { isJudged: false });
    pi.during(HOUR, [token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });

  test('an acknowledgement outlives a restart', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(5 * MINUTE, [token]);
    pi.acknowledge(token.id);
    pi.restart();
    pi.during(5 * HOUR, [token]);
    expect(pi.told).toHaveLength(1);
  });

  test('time without a panel is no time that a finding was gone', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [token]);
    pi.during(90_000, []);
    pi.restart();
    pi.during(MINUTE, []);
    pi.during(MINUTE, [token]);
    expect(pi.told).toEqual(['opened destination-unauthorised']);
  });

  test('a clock that is set ahead makes no finding older', () => {
    const pi = watcher();
    pi.look([token]);
    pi.setClock(NOON + 90 * 24 * HOUR);
    pi.during(MINUTE, [token]);
    expect(pi.told).toEqual([]);
  });

  test('a clock that is set back does not put reminders off for ever', () => {
    const pi = watcher(notifyRules({ reminderHours: 1 }));
    pi.during(5 * MINUTE, [token]);
    pi.setClock(NOON - 90 * 24 * HOUR);
    pi.during(HOUR + MINUTE, [token]);
    expect(pi.told.at(-1)).toBe('reminder destination-unauthorised');
  });
});

describe('findings that another one explains', () => {
  const root = finding('service-exited-victoria-metrics', { severity: 'warning' });
  const effect = finding('waiting-dns', { because: root.id, consequence: '18 MB waiting.' });
  const lost = finding('losing-buffer-full', {
    because: root.id,
    severity: 'losing',
    consequence: 'Gone: 3 blocks.',
  });

  test('are no messages of their own: the root is told, as severe as the worst of it', () => {
    const pi = watcher();
    pi.during(2 * MINUTE, [root, effect]);
    expect(pi.look([root, effect])).toMatchObject([
      {
        kind: 'opened',
        findingId: root.id,
        severity: 'waiting',
        title: root.title,
        consequence: '18 MB waiting.',
      },
    ]);
    pi.during(HOUR, [root, effect]);
    pi.during(HOUR, []);
    expect(pi.told).toEqual([`opened ${root.id}`, `ended ${root.id}`]);
  });

  test('that were told before their root was found are not said to be over while they last', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [{ ...effect, because: null }]);
    pi.during(HOUR, [root, effect]);
    pi.during(HOUR, []);
    expect(pi.told).toEqual([
      ...['opened waiting-dns', `opened ${root.id}`],
      ...[`ended ${root.id}`, 'ended waiting-dns'],
    ]);
  });

  test('are told once more as the root where they make it worse, acknowledged or not, and once only', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [root, effect]);
    pi.acknowledge(root.id);
    pi.during(2 * MINUTE, [root, effect, lost]);
    expect(pi.told).toHaveLength(1);
    expect(pi.look([root, effect, lost])).toMatchObject([
      { kind: 'opened', findingId: root.id, severity: 'losing', consequence: 'Gone: 3 blocks.' },
    ]);
    pi.during(5 * MINUTE, [root, effect]);
    pi.during(5 * MINUTE, [root, effect, lost]);
    expect(pi.told).toHaveLength(2);
  });

  test('are told by themselves once the root is gone and they stay', () => {
    const pi = watcher();
    pi.during(5 * MINUTE, [root, effect]);
    pi.during(5 * MINUTE, [{ ...effect, because: null }]);
    expect(pi.told).toEqual([`opened ${root.id}`, `ended ${root.id}`, 'opened waiting-dns']);
  });
});
