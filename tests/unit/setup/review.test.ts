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
      'REMOTE_WRITE_TOKEN=a-password',
      'COMPOSE_PROFILES=system,aws,gcp',
    ),
  );
  expect(words).toEqual([
    'The address begins with http://, so the password travels unencrypted.',
    expect.stringMatching(/^AWS charges about 0\.09 US dollars a month/),
    expect.stringMatching(/^Google charges nothing for the first million series/),
  ]);
});

test('and nothing of what is off, encrypted, without a password, or on this Pi', () => {
  const address = 'REMOTE_WRITE_URL=https://store.lan/api/v1/write';
  expect(costWords(textsOf('WEIR_DESTINATION=other', address, 'COMPOSE_PROFILES=system'))).toEqual([]);
  const open = 'REMOTE_WRITE_URL=http://store.lan:8428/api/v1/write';
  expect(costWords(textsOf('WEIR_DESTINATION=other', open, 'COMPOSE_PROFILES=system'))).toEqual([]);
  expect(costWords(textsOf('WEIR_DESTINATION=local', 'COMPOSE_PROFILES=system,local'))).toEqual([]);
});
