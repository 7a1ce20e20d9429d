import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { MetricsAnswer } from '@/lib/schemas/listing/source-metrics';
import { type Answers, refusedFields } from '../support/components/fake-api';
import { openSources } from '../support/components/open-sources';

const LIST = 'POST /api/wizard/sources/metrics?of=settings';
const seen: MetricsAnswer = {
  sets: [
    {
      dimensions: ['Cluster Name', 'Topic'],
      series: 14,
      metrics: [
        { name: 'BytesInPerSec', series: 7 },
        { name: 'BytesOutPerSec', series: 7 },
      ],
    },
    { dimensions: ['Cluster Name'], series: 1, metrics: [{ name: 'ActiveControllerCount', series: 1 }] },
  ],
  isAll: true,
  places: ['eu-west-1'],
  problem: null,
};
const refused: MetricsAnswer = {
  sets: [],
  isAll: false,
  places: ['eu-west-1'],
  problem: { message: 'AWS refuses the access key.', fix: 'Enter another.' },
};

const open = (answers: Answers = {}) =>
  openSources({}, { [LIST]: seen, ...answers }, ['yace reads its file again.']);
type User = ReturnType<typeof open>['user'];

/** The fold below the n-th card that is chosen. */
async function fold(user: User, n = 0) {
  const lines = await screen.findAllByText('Change what is measured');
  await user.click(lines[n] as HTMLElement);
  return within((await screen.findAllByRole('group', { name: 'Metrics' }))[0] as HTMLElement);
}
async function apply(user: User, sent: ReturnType<typeof open>['sent']) {
  await screen.findAllByText('yace reads its file again.');
  await user.click(await screen.findByRole('button', { name: 'Apply' }));
  await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
  return sent('PUT /api/settings')[0]?.body as { sources: { aws: { jobs?: { namespace: string }[] } } };
}

describe('what is measured of a service', () => {
  test('is changed below its card, and sent with the other jobs', async () => {
    const { user, sent } = open();
    const metrics = await fold(user);
    await user.click(
      within(metrics.getByRole('group', { name: 'Statistics of Errors' })).getByLabelText('Average'),
    );
    await user.click(metrics.getByRole('checkbox', { name: 'Throttles' }));
    await user.selectOptions(screen.getByRole('combobox', { name: 'Period' }), '60');
    expect(screen.getByRole<HTMLInputElement>('textbox', { name: 'Length' }).value).toBe('60');
    const { sources } = await apply(user, sent);
    expect(sources.aws.jobs?.map(({ namespace }) => namespace)).toEqual([
      ...['AWS/Lambda', 'AWS/SQS', 'AWS/ECS', 'AWS/ApiGateway'],
    ]);
    expect(sources.aws.jobs?.[0]).toMatchObject({
      ...{ period: 60, length: 60, delay: 300 },
      metrics: [
        { name: 'Invocations' },
        { name: 'Errors', statistics: ['Sum', 'Average'] },
        { name: 'Duration' },
        { name: 'ConcurrentExecutions' },
      ],
    });
  });

  test('is told at its field when it cannot be, and keeps nobody from switching AWS off', async () => {
    const { user } = open();
    const metrics = await fold(user);
    const percentiles = metrics.getByRole('textbox', { name: 'Percentiles of Duration' });
    await user.type(percentiles, '5');
    await user.tab();
    expect(await metrics.findByText(/^CloudWatch has no statistic p955\./)).toBeTruthy();
    await user.click(screen.getByRole('switch', { name: 'AWS' }));
    await user.click(screen.getByRole('switch', { name: 'AWS' }));
    // What is wrong opens it.
    const again = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Percentiles of Duration' });
    expect(again.value).toBe('p955');
  });

  test('has the focus at the field that is refused, also below a line that is closed', async () => {
    const refusal = refusedFields({ 'sources.aws.jobs.0.metrics.1.statistics': 'Nobody has this one.' });
    const { user } = open({ 'PUT /api/settings': refusal });
    const metrics = await fold(user);
    await user.click(metrics.getByRole('checkbox', { name: 'Throttles' }));
    await user.click(screen.getAllByText('Change what is measured')[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByRole('group', { name: 'Metrics' })).toBeNull());
    await screen.findAllByText('yace reads its file again.');
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    await screen.findByText('Nobody has this one.');
    await waitFor(() => {
      const row = screen.getByRole('group', { name: 'Statistics of Errors' });
      expect(row.contains(document.activeElement)).toBe(true);
    });
  });

  test('says at its field which tags cannot become labels', async () => {
    const { user } = open();
    await fold(user);
    const field = screen.getByRole('textbox', { name: /^Tags as labels/ });
    await user.click(field);
    await user.paste(Array.from({ length: 51 }, (_, i) => `t${i}`).join(', '));
    await user.tab();
    await screen.findByText('Use at most 50 tags.');
    await user.clear(field);
    await user.paste(`team, ${'x'.repeat(129)}`);
    await user.tab();
    await screen.findByText('Use at most 128 characters.');
  });

  test('says it at the tags that it is about, and not at those of another namespace', async () => {
    const { user } = open();
    await fold(user);
    await user.click((await screen.findAllByText('Change what is measured'))[1] as HTMLElement);
    await waitFor(() => expect(screen.getAllByRole('textbox', { name: /^Tags as labels/ })).toHaveLength(2));
    const [lambda, sqs] = screen.getAllByRole('textbox', { name: /^Tags as labels/ }) as HTMLElement[];
    if (lambda === undefined || sqs === undefined) throw new Error('No fields.');
    await user.click(lambda);
    await user.paste('team');
    await user.click(sqs);
    await user.paste('x'.repeat(129));
    await user.tab();
    await screen.findByText('Use at most 128 characters.');
    const isWrong = [lambda, sqs].map((field) => field.getAttribute('aria-invalid'));
    expect(isWrong).toEqual([null, 'true']);
  });

  test('goes back to the recommended set', async () => {
    const { user } = open();
    const metrics = await fold(user);
    await user.click(metrics.getByRole('checkbox', { name: 'Throttles' }));
    await user.click(screen.getByRole('button', { name: 'Back to the recommended set' }));
    expect(metrics.getByRole<HTMLInputElement>('checkbox', { name: 'Throttles' }).checked).toBe(true);
    expect(screen.queryByRole('button', { name: 'Back to the recommended set' })).toBeNull();
  });
});

describe('another service', () => {
  const choose = async (user: User, query: string) => {
    await user.click(await screen.findByRole('button', { name: 'Another service' }));
    await user.type(screen.getByRole('searchbox', { name: /^Search the services/ }), `${query}{Enter}`);
  };

  test('is found by its name, and its metrics are those that the account has', async () => {
    const { user, sent } = open();
    await choose(user, 'kafka msk (');
    const part = within(await screen.findByRole('region', { name: 'MSK (Kafka)' }));
    await user.click(await part.findByRole('checkbox', { name: /^BytesInPerSec/ }));
    await user.click(part.getByRole('button', { name: 'Add 1 metric' }));
    await screen.findByText('MSK (Kafka): Cluster Name, Topic');
    expect(sent(LIST)[0]?.body).toMatchObject({ group: 'AWS/Kafka', sources: { aws: { enabled: true } } });
    const { sources } = await apply(user, sent);
    expect(sources.aws.jobs?.at(-1)).toMatchObject({
      ...{ namespace: 'AWS/Kafka', dimensions: ['Cluster Name', 'Topic'], period: 300 },
      metrics: [{ name: 'BytesInPerSec', statistics: ['Average'] }],
    });
  });

  test('has its recommended set where AWS does not say what there is', async () => {
    const { user, sent } = open({ [LIST]: refused });
    await choose(user, 'dynamo');
    await screen.findByText(/AWS refuses the access key\. Enter another\. The recommended set can be added/);
    await user.click(screen.getByRole('button', { name: 'Add DynamoDB' }));
    const { sources } = await apply(user, sent);
    expect(sources.aws).toMatchObject({ services: ['lambda', 'sqs', 'ecs', 'api-rest', 'dynamodb'] });
  });
});
