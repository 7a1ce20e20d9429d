import { describe, expect, test } from 'vitest';
import { NO_SILENCE_MEMORY, silenceStep, silences } from '@/lib/server/sampler/steps/silence';
import { container, START_MS, target } from '../../support/fakes/fake-ports';

/** Scrapes of cAdvisor, one a minute; each may come after another start of the exporter. */
function play(...scrapes: { samples: number | null; startedAtMs?: number }[]) {
  let memory = NO_SILENCE_MEMORY;
  let targets = [target()];
  for (const [index, { samples, startedAtMs = 1 }] of scrapes.entries()) {
    const state = samples === null ? 'down' : 'up';
    targets = [target({ job: 'cadvisor', state, samples, lastScrapeAtMs: START_MS + index * 60_000 })];
    const containers = [container('cadvisor', { startedAtMs })];
    memory = silenceStep(memory, targets, containers);
    // The same scrape is seen many times.
    memory = silenceStep(memory, targets, containers);
  }
  return silences(memory, targets);
}

describe('a source has fallen silent', () => {
  test('when two scrapes in a row have a tenth of what there was', () =>
    expect(play({ samples: 400 }, { samples: 12 }, { samples: 11 })).toEqual([
      { source: 'containers', samples: 11, most: 400 },
    ]));

  test.each([
    ['after one such scrape', [{ samples: 400 }, { samples: 12 }]],
    ['when it has come back', [{ samples: 400 }, { samples: 12 }, { samples: 11 }, { samples: 300 }]],
    ['when half of it is left', [{ samples: 400 }, { samples: 200 }, { samples: 200 }]],
    ['when it never had much', [{ samples: 30 }, { samples: 0 }, { samples: 0 }]],
    [
      'when its exporter was started anew',
      [{ samples: 400 }, { samples: 12, startedAtMs: 2 }, { samples: 12, startedAtMs: 2 }],
    ],
    [
      'while its target is down, which is told',
      [{ samples: 400 }, { samples: 1 }, { samples: 1 }, { samples: null }],
    ],
  ])('not %s', (_what, scrapes) => expect(play(...scrapes)).toEqual([]));
});
