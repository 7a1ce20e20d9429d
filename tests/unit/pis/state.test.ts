import { describe, expect, test } from 'vitest';
import { type Judged, judgePi, type PiFacts, rankOf } from '@/lib/server/pis/state';

const well: PiFacts = {
  ageSeconds: 12,
  isAdvancing: true,
  verdicts: ['ok'],
  isDropping: false,
  isTwofold: false,
  isCut: false,
};

describe('the state of a Pi', () => {
  test.each<[string, Partial<PiFacts>, Judged['state'], Judged['reason']]>([
    ['all is well', {}, 'arriving', null],
    ['the newest is at the limit of late', { ageSeconds: 180 }, 'arriving', null],
    ['the newest is late', { ageSeconds: 181 }, 'waiting', 'late'],
    ['its panel says that something waits', { verdicts: ['degraded'] }, 'waiting', 'verdict'],
    ['what was buffered comes', { ageSeconds: 5_000 }, 'waiting', 'catching-up'],
    ['nothing comes', { ageSeconds: 601, isAdvancing: false }, 'silent', null],
    [
      'nothing comes, whatever else is there',
      { ageSeconds: 601, isAdvancing: false, isDropping: true },
      'silent',
      null,
    ],
    ['its panel says that data is lost', { verdicts: ['losing'] }, 'losing', 'verdict'],
    ['its panel says that nothing is collected', { verdicts: ['down'] }, 'losing', 'verdict'],
    ['one of two panels says that data is lost', { verdicts: ['ok', 'losing'] }, 'losing', 'verdict'],
    ['it is late and loses', { ageSeconds: 300, verdicts: ['losing'] }, 'losing', 'verdict'],
    ['vmagent counts drops', { isDropping: true, verdicts: [] }, 'losing', 'drops'],
    [
      'two vmagents are taken for one that counts drops',
      { isDropping: true, isTwofold: true },
      'arriving',
      null,
    ],
    ['its panel tells nothing', { verdicts: [] }, 'not-reporting', null],
    ['its panel may have been left out', { verdicts: [], isCut: true }, 'unknown', null],
    ['its panel does not know', { verdicts: ['unknown'] }, 'unknown', 'verdict'],
  ])('%s', (_, facts, state, reason) => {
    expect(judgePi({ ...well, ...facts })).toEqual({ state, reason });
  });

  test('what is lost comes before what is silent, and two of one name before what arrives', () => {
    const ranks = [
      rankOf('losing', false),
      rankOf('silent', false),
      rankOf('waiting', false),
      rankOf('arriving', true),
      rankOf('not-reporting', false),
      rankOf('arriving', false),
    ];
    expect(ranks).toEqual([...ranks].sort((one, other) => one - other));
    expect(rankOf('losing', true)).toBe(rankOf('losing', false));
  });
});
