import { describe, expect, it } from 'vitest';
import { savedSettingsSchema, withForeign } from '@/lib/server/notify/foreign-settings';
import { defaultSettings } from '@/lib/server/notify/types';

describe('case 19, notifications', () => {
  const NTFY = {
    id: '0123456789ab',
    kind: 'ntfy',
    name: 'Phone',
    isOn: true,
    server: 'https://ntfy.sh',
    topic: 'pi',
    hasToken: false,
    token: '',
  };
  const file = {
    version: 9,
    channels: [
      { ...NTFY, priority: 'max' },
      { id: 'ba9876543210', kind: 'pigeon', name: 'Dove', isOn: true, loft: 'attic' },
    ],
    rules: {
      ...defaultSettings().rules,
      mine: [1],
      quiet: { from: '22:00', to: '06:00', losingPasses: true, days: ['sat'] },
    },
    deadMan: { ...defaultSettings().deadMan, every: 5 },
    comment: 'by hand',
  };
  const known = () => {
    const copy = structuredClone(file) as Record<string, unknown>;
    // As the reader takes off what the schema names as not known.
    const parsed = savedSettingsSchema.safeParse(copy);
    for (const issue of parsed.error?.issues ?? []) {
      if (issue.code !== 'unrecognized_keys') continue;
      const holder = issue.path.reduce<unknown>((at, key) => Object(at)[key], copy) as Record<
        string,
        unknown
      >;
      for (const key of issue.keys) delete holder[key];
    }
    return savedSettingsSchema.parse(copy);
  };

  it('what a newer version or a hand has added is not looked at, and keeps nobody from being told', () => {
    expect(known()).toMatchObject({ channels: [NTFY], rules: { quiet: { from: '22:00' } } });
    expect(JSON.stringify(known())).not.toMatch(/pigeon|priority|mine|every/);
  });

  it('it stays when a part is saved', () => {
    const settings = known();
    const saved = withForeign(file, { ...settings, rules: { ...settings.rules, afterMinutes: 7 } });
    expect(saved).toEqual({ ...file, rules: { ...file.rules, afterMinutes: 7 } });
  });

  it('a way to be told that is removed goes whole; one of another kind keeps nothing of the earlier one', () => {
    const settings = known();
    expect(withForeign(file, { ...settings, channels: [] })).toMatchObject({
      channels: [{ kind: 'pigeon' }],
    });
    const [channel] = settings.channels;
    const webhook = {
      id: channel?.id ?? '',
      kind: 'webhook' as const,
      name: 'W',
      isOn: true,
      url: 'https://a.example',
      headerName: '',
      headerValue: '',
    };
    expect(withForeign(file, { ...settings, channels: [webhook] })).toMatchObject({
      channels: [webhook, { kind: 'pigeon' }],
    });
    expect(JSON.stringify(withForeign(file, { ...settings, channels: [webhook] }))).not.toContain('priority');
  });

  it('a file that is none is no obstacle', () => {
    expect(withForeign(undefined, defaultSettings())).toEqual(defaultSettings());
    expect(withForeign([1], defaultSettings())).toEqual(defaultSettings());
  });
});
