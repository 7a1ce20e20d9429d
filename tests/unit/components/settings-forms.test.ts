import { describe, expect, test } from 'vitest';
import {
  changedIntervals,
  defaultTimeout,
  intervalField,
  intervalsChange,
  intervalsForm,
  intervalsOf,
  readIntervals,
} from '@/components/settings/intervals/interval-forms';
import { labelField, labelsForm, readLabels, selector } from '@/components/settings/labels/label-forms';
import { type SettingsPage, settingsPages } from '@/components/settings/sections';
import type { Settings } from '@/lib/schemas/settings/settings';
import { settings } from '../../support/fixtures/settings-fixtures';

describe('the form of the intervals', () => {
  const values = readIntervals(settings);
  const filled = (job: string, intervalSeconds: string, timeoutSeconds = '') =>
    intervalsForm(settings).safeParse({ ...values, [job]: { intervalSeconds, timeoutSeconds } });

  test('shows the file as text, vmagent’s own timeout as an empty field', () => {
    expect(values['node-exporter']).toEqual({ intervalSeconds: '60', timeoutSeconds: '' });
    expect(values.yace).toEqual({ intervalSeconds: '300', timeoutSeconds: '30' });
  });

  test('sends only the jobs that differ', () => {
    const output = filled('node-exporter', ' 15 ').data ?? {};
    expect(intervalsChange(output, settings)).toEqual({
      scrape: { 'node-exporter': { intervalSeconds: 15, timeoutSeconds: null } },
    });
    expect(intervalsChange(intervalsForm(settings).parse(values), settings)).toEqual({ scrape: {} });
  });

  test.each([
    ['', 'Enter a number of seconds.'],
    ['soon', 'Enter a number of seconds.'],
    ['-60', 'Enter a number of seconds.'],
    ['0x10', 'Enter a number of seconds.'],
    ['7.5', 'Use whole seconds.'],
    ['4', 'Use at least 5 seconds.'],
    ['3601', 'Use at most 3600 seconds (one hour).'],
    ['9'.repeat(400), 'Use at most 3600 seconds (one hour).'],
  ])('%s is told at its field', (text, message) => {
    const issues = filled('node-exporter', text).error?.issues ?? [];
    expect(issues[0]).toMatchObject({ path: ['node-exporter', 'intervalSeconds'], message });
  });

  test('a timeout is not longer than its interval', () => {
    expect(filled('yace', '20', '30').error?.issues[0]?.path).toEqual(['yace', 'timeoutSeconds']);
  });

  test('finds the field of a problem', () => {
    expect(intervalField('scrape.yace.timeoutSeconds', values)).toBe('yace.timeoutSeconds');
    expect(intervalField('scrape.yace', values)).toBe('yace.intervalSeconds');
    expect(intervalField('scrape.unknown.intervalSeconds', values)).toBeNull();
    expect(intervalField('labels.site', values)).toBeNull();
  });

  test('reckons only with intervals that can be', () => {
    const typed = { ...values, yace: { intervalSeconds: '2', timeoutSeconds: '' } };
    expect(intervalsOf(typed)).not.toHaveProperty('yace');
    expect(changedIntervals({ yace: 300, vmagent: 15 }, settings)).toEqual({ vmagent: 15 });
    // vmagent scrapes YACE every minute, or as often as it asks where that is more often.
    expect(changedIntervals({ yace: 600 }, settings)).toEqual({ yace: 60 });
    expect(changedIntervals({ yace: 20 }, settings)).toEqual({ yace: 20 });
  });

  test('says vmagent’s own timeout', () => {
    expect(['5', '60', 'x'].map(defaultTimeout)).toEqual(['5', '10', '10']);
  });
});

describe('the form of the labels', () => {
  const values = readLabels(settings);
  const own = (...rows: [name: string, value: string][]) =>
    labelsForm(settings).safeParse({ ...values, own: rows.map(([name, value]) => ({ name, value })) });

  test('gives back what the file has', () => {
    expect(labelsForm(settings).parse(values)).toEqual(settings.labels);
    expect(values.own).toEqual([{ name: 'rack', value: 'shelf-2' }]);
  });

  test('an empty site is no label', () => {
    expect(labelsForm(settings).parse({ ...values, site: ' ' })).toEqual({
      cluster: 'pi-attic',
      rack: 'shelf-2',
    });
  });

  test.each([
    ['1st', /begin with a letter/],
    ['__name', /two underscores/],
    ['instance', /set by vmagent/],
    ['cluster', /field of its own/],
  ])('%s is no name for an own label', (name, message) => {
    expect(own([name, 'x']).error?.issues[0]?.message).toMatch(message);
  });

  test('the second of two alike is the one that is wrong', () => {
    expect(own(['a', '1'], ['a', '2']).error?.issues.map(({ path }) => path)).toEqual([['own', 1, 'name']]);
  });

  test('finds the field of a problem', () => {
    expect(labelField('labels.cluster', values)).toBe('cluster');
    expect(labelField('labels.rack', values)).toBe('own.0.name');
    expect(labelField('labels', values)).toBeNull();
  });

  test('is shown as a query has it', () => {
    expect(selector({ cluster: 'a', note: 'a "b"' })).toBe('{cluster="a", note="a \\"b\\""}');
  });
});

describe('the present values', () => {
  const present = (given: Settings) =>
    Object.fromEntries(
      Object.values<SettingsPage>(settingsPages).map(({ title, present: say }) => [title, say(given, {})]),
    );

  test('each form in one line', () => {
    expect(present(settings)).toEqual({
      Destination: 'Grafana Cloud, instance 123456, secret …a1b2',
      'Proof of arrival': 'Off: delivery is taken on trust',
      Grafana: '',
      'Alert rules': '',
      Sources: 'This Pi, Containers, AWS in 2 regions, Google Cloud (my-project-123)',
      Intervals:
        'vmagent itself every 30 s, AWS every 5 min, Google Cloud every 1 min, This Pi every 1 min, weir itself every 1 min',
      'Metric filters': 'Full: Google Cloud; the others slim, 1 own rule',
      Aggregation: '1 rule',
      Labels: 'cluster=pi-attic, site=home, rack=shelf-2',
      'Buffer and retention': 'Buffer up to 1.1 GB',
      'Plan and limits':
        '10,000 series, 10,000 data points a minute; brake at 20,000 series, 1 source with a limit of its own',
      Notifications: '',
      Updates: 'Which versions run, and newer ones with a way back',
      Backup: '',
      Panel: 'raspberrypi, pi.example.org',
    });
  });

  test('of a Pi that keeps its data and measures nothing', () => {
    const { sources } = settings;
    const off = { enabled: false };
    const quiet: Settings = {
      ...settings,
      destination: { ...settings.destination, kind: 'local' },
      sources: { pi: off, containers: off, aws: { ...sources.aws, ...off }, gcp: { ...sources.gcp, ...off } },
      scrape: {},
      filters: {},
      panel: { ...settings.panel, hostName: '', allowedHosts: [] },
    };
    expect(present(quiet)).toMatchObject({
      Destination: 'This Pi',
      Sources: 'None is on',
      Intervals: 'Nothing is scraped',
      'Metric filters': 'All slim',
      'Buffer and retention': 'Buffer up to 1.1 GB, kept 14 days on this Pi',
      Panel: 'No further names',
    });
  });
});
