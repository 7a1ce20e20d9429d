import { describe, expect, test } from 'vitest';
import {
  channelField,
  channelKinds,
  channelValues,
  whereTo,
} from '@/components/settings/notifications/channel-kinds';
import { randomTopic } from '@/components/settings/notifications/ntfy-channel';
import {
  rulesForm,
  rulesValues,
  rulesWords,
  timeZones,
} from '@/components/settings/notifications/rules-forms';
import { notifications } from '@/components/settings/section-words';
import { channelInputSchema } from '@/lib/schemas/channels';
import { allTold, channelViews, nobodyTold } from '../../support/fixtures/notify-views';
import { settings } from '../../support/fixtures/settings-fixtures';

describe('the form of a channel', () => {
  test.each(Object.values(channelViews))('$kind: what is saved comes back as the API takes it', (view) => {
    const given = channelKinds[view.kind].form.parse(channelValues(view.kind, view));
    const { id: _, last: __, waiting: ___, ...saved } = view;
    expect(channelInputSchema.parse(given)).toEqual(given);
    for (const [key, value] of Object.entries(given)) {
      if (['token', 'url', 'headerValue', 'password'].includes(key)) expect(value).toBe('');
      else expect(value).toEqual(saved[key as keyof typeof saved]);
    }
  });

  test('several recipients, however they are separated; one that is none is named', () => {
    const values = { ...channelValues('email', channelViews.email), to: ' a@b.c,d@e.f;\n g@h.i ' };
    expect(channelKinds.email.form.parse(values).to).toEqual(['a@b.c', 'd@e.f', 'g@h.i']);
    const wrong = channelKinds.email.form.safeParse({ ...values, to: 'a@b.c, pond' });
    expect(wrong.error?.issues).toMatchObject([{ path: ['to'], message: expect.stringContaining('“pond”') }]);
    const none = channelKinds.email.form.safeParse({ ...values, to: ' ' });
    expect(none.error?.issues[0]?.message).toBe('Enter at least one e-mail address.');
    expect(channelField('to.1')).toBe('to');
  });

  test('what cannot be part of a header is said at its field', () => {
    const ntfy = { ...channelValues('ntfy', null), topic: 'weir', hasToken: true };
    const webhook = { ...channelValues('webhook', null), url: 'https://a.example', headerName: 'X-Key' };
    for (const text of ['tk_“quoted”', 'schlüssel']) {
      expect(channelKinds.ntfy.form.safeParse({ ...ntfy, token: text }).error?.issues[0]?.path).toEqual([
        'token',
      ]);
      const { error } = channelKinds.webhook.form.safeParse({ ...webhook, headerValue: text });
      expect(error?.issues[0]?.path).toEqual(['headerValue']);
    }
    expect(channelKinds.ntfy.form.safeParse({ ...ntfy, token: 'tk_AbC~1 2' }).success).toBe(true);
  });

  test('a made-up topic is one that ntfy takes, and another each time', () => {
    const topics = Array.from({ length: 50 }, randomTopic);
    expect(new Set(topics).size).toBe(50);
    for (const topic of topics) expect(topic).toMatch(/^weir-[a-z2-9]{16}$/);
  });

  test('says where it goes, without secrets', () => {
    expect(Object.values(channelViews).map(whereTo)).toEqual([
      'topic weir-k3m9x2 on ntfy.sh',
      'chat.example.org',
      'me@example.org, you@example.org',
    ]);
  });
});

describe('the form of the rules', () => {
  test.each([nobodyTold, allTold])(
    'what is saved comes back as it was',
    ({ rules: { revision, ...rules } }) => {
      expect(rulesForm.parse(rulesValues({ ...rules, revision }))).toEqual(rules);
    },
  );

  test('what is off is not checked, what is on is', () => {
    const values = { ...rulesValues(nobodyTold.rules), reminderHours: Number.NaN };
    expect(rulesForm.safeParse({ ...values, hasReminders: false }).success).toBe(true);
    expect(rulesForm.safeParse(values).error?.issues[0]).toMatchObject({
      path: ['reminderHours'],
      message: 'Enter a number of hours.',
    });
    const quiet = { from: '07:00', to: '07:00', losingPasses: true };
    expect(rulesForm.safeParse({ ...values, hasReminders: false, hasQuiet: false, quiet }).success).toBe(
      true,
    );
    const same = rulesForm.safeParse({ ...values, hasReminders: false, hasQuiet: true, quiet });
    expect(same.error?.issues[0]?.path).toEqual(['quiet', 'to']);
  });

  test('are said in a sentence', () => {
    expect(rulesWords(allTold.rules)).toBe(
      'A finding is told once it has lasted 5 min, and again every 6 h until it is over; nothing from 22:00 to 07:00 but data loss.',
    );
    expect(rulesWords({ ...nobodyTold.rules, afterMinutes: 0, reminderHours: null })).toBe(
      'A finding is told at once, and not again.',
    );
  });

  test('every zone to choose is there once, with those that the browser does not list', () => {
    const zones = timeZones('Etc/GMT-3', 'Europe/Berlin');
    expect(zones).toEqual(expect.arrayContaining(['UTC', 'Etc/GMT-3', 'Europe/Berlin', 'America/New_York']));
    expect(new Set(zones).size).toBe(zones.length);
  });
});

test('the list of settings says who is told', () => {
  expect(notifications(settings, {})).toBe('');
  expect(notifications(settings, { notify: nobodyTold })).toBe('Nobody is told');
  expect(notifications(settings, { notify: allTold })).toBe('My phone, House chat; dead-man’s switch on');
});
