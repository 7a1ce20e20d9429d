import type { HostSample } from '@/lib/verdict/terms/host';
import type { Change } from '../panel/judge.ts';
import type { Case } from './verdict-case.ts';

const host =
  (over: Partial<HostSample>): Change =>
  (_, context) => {
    context.host = { ...context.host, ...over };
  };

/** The machine, its clock, its files, and the panel itself. */
export const HOST_CASES: Case[] = [
  ...(
    [
      ['pi-under-voltage', 'the voltage has dipped', host({ isUnderVoltage: true })],
      ['pi-throttled', 'the firmware has lowered the clock', host({ isSlowed: true })],
      ['pi-hot', 'it has 82 °C', host({ hotCelsius: 82.4, isSlowed: true })],
      ['pi-memory-low', 'little memory is left', host({ memory: { free: 1e8, total: 4e9 } })],
      ['pi-disk-low', 'little room is left', host({ disk: { free: 4e8, total: 3e10 } })],
      ['pi-disk-read-only', 'the file system was made read-only', host({ isReadOnly: true })],
      ['pi-power-cuts', 'it was cut off three times', host({ powerCuts: 3 })],
      ['pi-card-worn', 'nine tenths are used', host({ cardWear: { tenth: 9, isSpareLow: false } })],
      ['pi-card-worn', 'its life is over', host({ cardWear: { tenth: 11, isSpareLow: true } })],
      ['pi-card-worn', 'few spare blocks are left', host({ cardWear: { tenth: null, isSpareLow: true } })],
      ['pi-sd-writes', 'much is written to the card', host({ sdBytesPerDay: 3e10 })],
      [
        'clock-skew',
        'the clock is four minutes behind',
        (_, context) => {
          context.clockAheadSeconds = -240;
        },
      ],
      [
        'panel-behind',
        'the panel lags',
        (_, context) => {
          context.lateSeconds = 40;
        },
      ],
    ] satisfies [string, string, Change][]
  ).map(([rule, when, change]) => ({
    rule,
    when,
    change,
    severity: 'warning',
    state: 'degraded' as const,
    headline: 'Your data is arriving',
  })),
  {
    rule: 'config-drift',
    when: 'a file was edited by hand',
    change: (_, context) => {
      context.drift = [{ service: 'yace', words: 'yace runs with older settings than the files say.' }];
    },
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'grafana-out-of-step',
    when: 'Weir was updated since it put its dashboards into Grafana',
    change: (_, context) => {
      context.grafana = { putVersion: '0.1.0' };
    },
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
  {
    rule: 'memory-cgroup-off',
    when: 'the kernel does not count memory',
    change: (pipeline) => {
      pipeline.engine.hasMemoryCgroup = false;
    },
    severity: 'info',
    state: 'ok',
    headline: 'Your data is arriving',
  },
];
