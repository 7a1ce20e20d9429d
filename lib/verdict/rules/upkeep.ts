import type { Rule } from '../terms/types';
import { roughDuration, settingsHref } from '../terms/words';

const SKEWED_SECONDS = 30;

const clockSkew: Rule = {
  id: 'clock-skew',
  severity: 'warning',
  when: 'The Pi’s clock is half a minute or more off the time in the destination’s answers (their Date header). Asked for once an hour, every ten minutes while deliveries fail.',
  applies: (_, { clockAheadSeconds }) =>
    clockAheadSeconds === null || Math.abs(clockAheadSeconds) < SKEWED_SECONDS
      ? []
      : [
          {
            title: `The Pi’s clock is ${roughDuration(Math.abs(clockAheadSeconds))} ${clockAheadSeconds > 0 ? 'ahead' : 'behind'}.`,
            consequence:
              'Samples carry the Pi’s time, so they show up at the wrong moment; far off, the destination refuses them, and certificates seem to be out of date.',
            fix: 'Let the Pi set its clock by itself: `sudo timedatectl set-ntp true`. A Pi without a battery for its clock needs the network for that at each start.',
          },
        ],
};

const configDrift: Rule = {
  id: 'config-drift',
  severity: 'info',
  when: 'A service runs something else than compose/.env, docker-compose.yml and compose/config say. Looked for when a file changes, and every five minutes.',
  applies: (pipeline, { drift }) =>
    pipeline.stack !== 'present' || drift.length === 0
      ? []
      : [
          {
            title: 'The files have changed, and not everything that runs has followed.',
            consequence: 'Data goes on as before. What the files say takes effect when it is applied.',
            fix: 'Look through the changes, then apply them or put the files back.',
            href: '/changes',
            evidence: drift.map(({ words }) => words).join('\n'),
          },
        ],
};

const grafanaOutOfStep: Rule = {
  id: 'grafana-out-of-step',
  severity: 'info',
  when: 'What this panel last put into Grafana is not what it would put there now, after an update or a change of the alert rules, or was only a part of it. Looked at every five minutes; Grafana is not asked.',
  applies: (_, { grafana }) =>
    grafana === undefined
      ? []
      : [
          {
            title: 'Grafana does not have the dashboards and alert rules as they are in Weir now.',
            consequence: `Data goes on as before. Grafana shows and alerts as Weir ${grafana.putVersion} left it.`,
            fix: 'Look at what would change there, then put it there.',
            href: settingsHref('grafana'),
          },
        ],
};

const panelBehind: Rule = {
  id: 'panel-behind',
  severity: 'warning',
  when: 'The panel took its last sample 15 s or more later than it should have.',
  applies: (_, { lateSeconds }) =>
    lateSeconds === null
      ? []
      : [
          {
            title: `The panel itself lags: its last sample came ${roughDuration(lateSeconds)} late.`,
            consequence: 'The pipeline is not affected. What you see is older than it should be.',
            fix: 'The Pi is most likely busy. If it stays, see which service takes so much, or restart the panel.',
            href: '/services',
          },
        ],
};

/** So many intervals without a good backup are too many: one may be missed by a Pi that is off at night. */
const INTERVALS = 2.5;
const STAKE =
  'Your data is not affected. Should the card of this Pi die now, what was set since is lost with it.';

const backupFailed: Rule = {
  id: 'backup-failed',
  severity: 'warning',
  when: 'The last backup that was to be made in the folder was not: the folder is gone or full, or what was written could not be read again. It is tried again every hour.',
  applies: (_, { backups }) =>
    !backups?.failure
      ? []
      : [
          {
            title: 'The last backup was not made.',
            consequence: `${backups.failure.message} ${STAKE}`,
            fix: `${backups.failure.hint ? `${backups.failure.hint} ` : ''}Then make one under Backup.`,
            href: settingsHref('backup'),
            sinceMs: backups.failure.atMs,
          },
        ],
};

const backupOld: Rule = {
  id: 'backup-old',
  severity: 'warning',
  when: 'Backups are made by themselves, and the newest good one is older than 2.5 of their intervals.',
  applies: ({ atMs }, { backups }) => {
    if (!backups) return [];
    const { everyMs, newestAtMs, onSinceMs } = backups;
    const ageMs = atMs - (newestAtMs ?? onSinceMs);
    if (ageMs <= INTERVALS * everyMs) return [];
    const age = roughDuration(ageMs / 1000);
    return [
      {
        title:
          newestAtMs === null
            ? `No backup was made yet, for ${age}.`
            : `The newest good backup is ${age} old.`,
        consequence: STAKE,
        fix: 'Make one under Backup, and see there why none is made by itself.',
        href: settingsHref('backup'),
      },
    ];
  },
};

export const upkeepRules = [clockSkew, configDrift, grafanaOutOfStep, backupFailed, backupOld, panelBehind];
