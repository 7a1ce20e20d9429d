import { describe, expect, test } from 'vitest';
import { settingsInputSchema, settingsSchema } from '@/lib/schemas/settings/settings';
import type { Texts } from '@/lib/server/change/records/texts';
import { setEnv } from '@/lib/server/files/env/env-file';
import { changeTexts, lockedSections } from '@/lib/server/settings/sections/change-texts';
import { settingsView } from '@/lib/server/settings/sections/settings-view';
import { gcpStack } from '../../support/fixtures/gcp-flags';
import { shippedFacts as facts, shippedTexts } from '../../support/fixtures/shipped-texts';

const SHIPPED = shippedTexts().get('gcp-metrics') ?? '';
const lines = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => `${line(n)}\n`).join('');
const project = (n: number) => `--google.project-ids=garden-${n}`;
const prefix = (n: number) => `--monitoring.metrics-prefixes=custom.googleapis.com/p${n}`;
const filter = (n: number) => `--monitoring.filters=custom.googleapis.com/p${n}:resource.labels.zone="a"`;
const stackOf = (more: string, env: Record<string, string> = {}): Texts => {
  const texts = gcpStack(SHIPPED + more);
  return new Map([...texts, ['env', setEnv(texts.get('env') ?? '', env)]]);
};

const ODD: [name: string, more: string, env?: Record<string, string>][] = [
  ['51 projects', lines(51, project)],
  ['150 projects', lines(150, project)],
  ['501 prefixes', lines(501, prefix)],
  ['501 filters', lines(501, filter)],
  [
    'long names',
    `${project(0)}${'x'.repeat(2000)}\n${prefix(0)}${'y'.repeat(2000)}\n${filter(0)}${'z'.repeat(2000)}\n`,
  ],
  ['a prefix that is none', '--monitoring.metrics-prefixes=no prefix, "at all",\u0007,7\n'],
  ['a filter that is none', '--monitoring.filters=7\n--monitoring.filters=:\n'],
  ['projects by their numbers', '--google.project-id=123456789012,7,No Project\n'],
  ['a duration without an end', `--monitoring.metrics-interval=${'9'.repeat(400)}h\n`],
  ['a duration that is none', '--monitoring.metrics-interval=soon\n--monitoring.metrics-offset=7\n'],
  ['a long project in .env', '', { GCP_PROJECT_ID: 'x'.repeat(900) }],
  ['a project of digits in .env', '', { GCP_PROJECT_ID: '123456789012' }],
];

describe.each(ODD)('what stands in the files of Google Cloud may be odd: %s', (_, more, env = {}) => {
  const texts = stackOf(more, env);
  const { pi, containers, aws, gcp } = settingsView(texts, facts).sources;

  test('the settings are answered', () => {
    const answer = JSON.parse(JSON.stringify(settingsView(texts, facts)));
    expect(settingsSchema.shape.sources.safeParse(answer.sources).error?.issues).toBeUndefined();
  });

  test('and is in nobody’s way', () => {
    const wanted = { enabled: true, projectId: gcp.projectId };
    const others = { pi: { enabled: !pi.enabled }, containers, aws: { ...aws, enabled: false } };
    const input = { sources: { ...others, gcp: wanted } };
    const { problems } = changeTexts(settingsInputSchema.parse(input), texts, facts);
    expect(problems).toEqual([]);
  });
});

test.each([
  ['moreProjects', lines(150, project)],
  ['prefixes', lines(501, prefix)],
  ['filters', lines(501, filter)],
] as const)('a list that is longer than a form sends is not locked: %s', (field, more) => {
  const texts = stackOf(more);
  expect(lockedSections(settingsView(texts, facts), texts, facts)[`sources.gcp.${field}`]).toBeUndefined();
});
