import { screen, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { SettingsFrame } from '@/components/settings/settings-frame';
import { SourcesForm } from '@/components/settings/sources/sources-form';
import { prices } from '@/lib/pipeline/sources/prices';
import type { AwsRole } from '@/lib/schemas/aws/job';
import type { Budget } from '@/lib/schemas/budget';
import type { Counted, Price } from '@/lib/schemas/price';
import type { SourceAnswer } from '@/lib/schemas/source-answer';
import { type Answers, fakeApi } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { emptyPlan, settings } from '../support/fixtures/settings-fixtures';
import { sourceImages } from '../support/fixtures/wizard-fixtures';

const [region = ''] = settings.sources.aws.regions;
const found = (service: string, resources: number, each: number): Counted => ({
  ...{ service, place: region, resources, metrics: each, statistics: each },
  ...{ least: resources * each, most: resources * each },
});
const inRole = (one: Counted): Counted => ({ ...one, place: `${region}/210987654321` });
const running = [found('lambda', 2, 6), found('sqs', 2, 4), found('ecs', 2, 4), found('api-rest', 1, 5)];
const clocks = { everySeconds: 300, scrapeSeconds: 60, day: null, before: null };
const price = (counted: Counted[] | null): Price => ({
  prices,
  sources: { aws: { ...clocks, counted }, gcp: { ...clocks, everySeconds: 60, counted: null } },
});
const budget: Budget = {
  series: 1207,
  isAggregated: false,
  pointsPerMinute: 1207,
  samplesPerSecond: 20,
  limits: { series: 10_000, pointsPerMinute: 10_000 },
  brake: { maxSeries: null, droppedSamples: null },
  jobs: [],
  forecasts: [],
};

function open(counted: Counted[] | null, answers: Answers = {}, roles: AwsRole[] = []) {
  const { sources } = settings;
  const aws = {
    ...sources.aws,
    enabled: true,
    regions: [region],
    services: ['lambda', 'sqs', 'ecs', 'api-rest'],
    roles,
  };
  fakeApi({
    'GET /api/settings': { ...settings, sources: { ...sources, aws }, locked: {} },
    'GET /api/wizard/images': sourceImages,
    'POST /api/wizard/sources/check': { aws: null, gcp: null },
    'POST /api/settings/preview': emptyPlan,
    'GET /api/price': price(counted),
    'GET /api/budget': budget,
    ...answers,
  });
  return show(<SettingsFrame page="sources" Form={SourcesForm} />, '/settings/sources');
}

const tag = () => screen.findByRole('region', { name: 'Price of AWS' });

describe('the price in a form', () => {
  test('is what the exporter has found, with what the plan covers, and one sum', async () => {
    open(running);
    const shown = within(await tag());
    shown.getByText('AWS: about $2.25–$2.85 a month');
    shown.getByText('7 resources: 26 to 33 metrics every 5 min, 8,640 times a month.');
    shown.getByText('129,600 lists of metrics a month are within the 1,000,000 that are free.');
    expect((await tag()).textContent).toMatch(
      /All together: .*AWS about \$2\.25–\$2\.85 a month.*1,240 of the plan’s 10,000 series/,
    );
  });

  test('is the sum of every account', async () => {
    open([...running, inRole(found('lambda', 3, 6))], {}, [
      { arn: 'arn:aws:iam::210987654321:role/weir', externalId: '' },
    ]);
    within(await tag()).getByText(/^10 resources: 41 to 51 metrics every 5 min/);
  });

  test('moves with what is ticked', async () => {
    const { user } = open(running);
    await tag();
    const group = within(await screen.findByRole('group', { name: 'AWS services' }));
    await user.click(group.getByRole('checkbox', { name: 'Lambda' }));
    within(await tag()).getByText('AWS: about $1.38–$1.81 a month');
  });

  test('is never 0 where nobody knows', async () => {
    open(null);
    const shown = within(await tag());
    shown.getByText('AWS: not known yet');
    shown.getByText(/^Not counted: Lambda in .*SQS in .*shows once AWS says how many there are\.$/);
    expect((await tag()).textContent).not.toContain('$0');
  });

  test('is by the cloud’s answer before anything runs', async () => {
    const row = (service: string, count: number | null) => ({
      ...{ service, place: region, state: 'ok' as const, message: 'Found.', fix: null, unseen: null },
      found: count,
    });
    const answer: SourceAnswer = {
      identity: null,
      problem: null,
      notes: [],
      rows: [row('Lambda', 300), row('SQS', 40), row('ECS', null), row('API Gateway, REST', 0)],
      durationMs: 900,
    };
    const { user } = open(null, { 'POST /api/wizard/sources/ask': { aws: answer } });
    await tag();
    await user.click(await screen.findByRole('button', { name: 'Ask AWS' }));
    await screen.findByText('AWS: at least $143.42–$169.34 a month');
    within(await tag()).getByText(/^Not counted: ECS in .* What it costs shows once/);
  });
});
