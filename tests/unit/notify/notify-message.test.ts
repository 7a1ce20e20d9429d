import { describe, expect, test } from 'vitest';
import { composeMessage } from '@/lib/server/notify/message';
import type { News } from '@/lib/server/notify/types';
import { HOUR, MINUTE, NOON, newsOf } from '../../support/fixtures/notify-fixtures';

const compose = (news: News[], timeZone = 'UTC') =>
  composeMessage({ id: 'm1', cluster: 'attic-pi', atMs: NOON + 3 * MINUTE, timeZone, news });

describe('a message', () => {
  test('says what, what it means, what to do and since when, in the Pi’s time', () => {
    const { title, text, urgency } = compose([newsOf('a')], 'Europe/Berlin');
    expect(title).toBe('attic-pi: Data waits: Title of a.');
    expect(text).toBe(
      [
        'Data waits: Title of a.',
        'Nothing is lost yet.',
        'What to do: Put in a new token.',
        'Since 22 Nov, 13:00 (Europe/Berlin), for 3 min.',
      ].join('\n'),
    );
    expect(urgency).toBe('open');
  });

  test('says from when to when it lasted, once it is over', () => {
    const ended = newsOf('a', { kind: 'ended', untilMs: NOON + 90 * MINUTE });
    expect(compose([ended])).toMatchObject({
      title: 'attic-pi: Over: Title of a.',
      text: 'Over: Title of a.\nFrom 22 Nov, 12:00 to 22 Nov, 13:30 (UTC), 1 h 30 min.',
      urgency: 'over',
    });
    expect(compose([{ ...ended, kind: 'past' }]).text).toMatch(/It could not be told while it lasted\.$/);
  });

  test('the worst of what is open comes first and decides how loud it is', () => {
    const { title, news, urgency } = compose([
      newsOf('over', { kind: 'ended', severity: 'losing', untilMs: NOON + HOUR }),
      newsOf('hot', { severity: 'warning' }),
      newsOf('loss', { severity: 'losing', kind: 'reminder' }),
    ]);
    expect(news.map(({ findingId }) => findingId)).toEqual(['loss', 'hot', 'over']);
    expect(title).toBe('attic-pi: Still: Title of loss. (and 2 more)');
    expect(urgency).toBe('losing');
  });

  test('holds no character that could forge a line or steer a terminal', () => {
    const { title, text } = compose([
      newsOf('a', {
        title: 'Down:\r\nBcc: me@evil.example\u001b[2J\u202e\u2028x',
        fix: `${'y'.repeat(5000)}`,
      }),
    ]);
    expect(title).toBe('attic-pi: Data waits: Down: Bcc: me@evil.example [2J x');
    expect(text.length).toBeLessThan(1000);
  });

  test('of many findings tells the worst ones, and how many more there are', () => {
    const many = Array.from({ length: 40 }, (_, index) =>
      newsOf(`f${index}`, { severity: 'warning', title: `Titel ${index} – “zurück”.` }),
    );
    const { text, news, title } = compose([...many, newsOf('loss', { severity: 'losing' })]);
    expect(Buffer.byteLength(text)).toBeLessThan(4000);
    expect(text).toMatch(/^Losing data: Title of loss\./);
    const told = text.split('\n\n').length - 1;
    expect(text.endsWith(`And ${41 - told} more: the overview has them all.`)).toBe(true);
    expect(title).toContain('(and 40 more)');
    expect(news).toHaveLength(41);
  });

  test('a time zone that this Pi does not know is no reason to say nothing', () => {
    expect(compose([newsOf('a')], 'Mars/Olympus').text).toContain('Since 22 Nov, 12:00');
  });
});
