import { expect, test } from 'vitest';
import { costWords } from '@/lib/server/setup/review';

const textsOf = (...lines: string[]) =>
  new Map([
    ['env', lines.join('\n')],
    ['vmagent-config', ''],
    ['yace-config', ''],
  ] as const);

test('the review says what a source costs, and that a password travels unencrypted', () => {
  const words = costWords(
    textsOf(
      'WEIR_DESTINATION=other',
      'REMOTE_WRITE_URL=http://store.lan:8428/api/v1/write',
      'COMPOSE_PROFILES=system,aws,gcp',
    ),
  );
  expect(words).toEqual([
    'The address begins with http://, so the password travels unencrypted.',
    expect.stringMatching(/^AWS charges about 0\.09 US dollars a month/),
    expect.stringMatching(/^Google charges nothing for the first million series/),
  ]);
});

test('and nothing of what is off, encrypted, or on this Pi', () => {
  const address = 'REMOTE_WRITE_URL=https://store.lan/api/v1/write';
  expect(costWords(textsOf('WEIR_DESTINATION=other', address, 'COMPOSE_PROFILES=system'))).toEqual([]);
  expect(costWords(textsOf('WEIR_DESTINATION=local', 'COMPOSE_PROFILES=system,local'))).toEqual([]);
});
