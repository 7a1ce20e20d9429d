import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { ResourceBrowser } from '@/components/sources/resources/resource-browser';
import type { SourceId } from '@/lib/schemas/snapshot';
import { type Answers, fakeApi, Refusal } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { resource, resources, withoutCharts } from '../support/fixtures/resources/resource-fixtures';

const AWS = 'GET /api/sources/aws/resources';
const GCP = 'GET /api/sources/gcp/resources';

function open(answers: Answers, source: SourceId = 'aws') {
  const api = fakeApi(answers);
  return { ...api, ...show(<ResourceBrowser source={source} />, `/sources/${source}`) };
}

describe('what a cloud was found to have', () => {
  test('is shown a page at a time, with what each lacks and why', async () => {
    const { user, sent } = open({
      [AWS]: resources(),
      [`${AWS}?page=2`]: resources({ page: 2, rows: [resource('the-26th')] }),
    });
    await screen.findByText('orders');
    expect(screen.getAllByRole('group')).toHaveLength(6);
    screen.getByText('5,000 resources');
    screen.getByText(/^, read/);
    screen.getByText('Shop API');
    screen.getByText(/Missing: cloudwatch:ListMetrics\./);
    screen.getByText(/collected through its cluster main/);
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByText('the-26th');
    screen.getByText('Page 2 of 200');
    expect(sent(`${AWS}?page=2`)).toHaveLength(1);
  });

  test('is searched once the typing rests, from the first page on, and shown again when all filters are taken away', async () => {
    const { user, calls } = open({
      [AWS]: resources(),
      [`${AWS}?page=2`]: resources({ page: 2 }),
      [`${AWS}?q=nothing`]: resources({ matching: 0, pages: 1, rows: [] }),
    });
    await screen.findByText('orders');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByText('Page 2 of 200');
    await user.type(screen.getByRole('searchbox', { name: 'Search the resources' }), 'nothing');
    await screen.findByText('No resource fits.');
    expect(calls.filter(({ what }) => what.includes('q=')).length).toBeLessThan('nothing'.length);
    await user.click(screen.getByRole('button', { name: 'Show all of them' }));
    await screen.findByText('orders');
  });

  test('is filtered by what there is', async () => {
    const { user } = open({
      [AWS]: resources(),
      [`${AWS}?state=none`]: resources({ matching: 100, pages: 4, rows: [resource('jobs')] }),
    });
    await screen.findByText('orders');
    const data = screen.getByRole('combobox', { name: 'State' });
    within(data).getByRole('option', { name: 'Idle (800)' });
    await user.selectOptions(data, 'none');
    await screen.findByText(/100 of 5,000 resources/);
  });

  test('opens to its series, and says why there is no chart', async () => {
    const { user } = open({
      [AWS]: resources(),
      [`${AWS}/figures?resource=${encodeURIComponent(resource('orders').id)}&hours=6`]: withoutCharts,
    });
    await user.click(await screen.findByText('orders'));
    const table = within(await screen.findByRole('table', { name: 'Series of orders' }));
    table.getByText('aws_lambda_errors_sum');
    table.getByText('no data');
    screen.getByText(/^No charts: the data is kept at the destination alone/);
  });

  test('is not collected anew at a price before that is said yes to', async () => {
    const { user, answers, sent } = open(
      { [GCP]: { state: 'costs', by: 'Google', terms: 'Google bills every series.' } },
      'gcp',
    );
    await screen.findByText('Looking costs one collection.');
    answers[`${GCP}?mayCost=true`] = () => {
      answers[GCP] = resources({ roundSeconds: null });
      return resources();
    };
    await user.click(screen.getByRole('button', { name: 'Look now' }));
    await screen.findByText('orders');
    expect(sent(`${GCP}?mayCost=true`)).toHaveLength(1);
  });

  test('that nothing was found, and that it could not be read, is said', async () => {
    const refusal = new Refusal(502, {
      code: 'service-unhealthy',
      message: 'yace does not answer right now.',
    });
    const { user, answers } = open({ [AWS]: refusal });
    await screen.findByText('The list could not be read.');
    screen.getByText(/yace does not answer right now/);
    answers[AWS] = resources({ all: 0, matching: 0, pages: 1, rows: [] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('Nothing was found.');
  });

  test('texts of the cloud stay texts', async () => {
    const hostile = '<img src=x onerror="window.ran=1">';
    const row = resource(hostile, { tags: [hostile], note: hostile, service: hostile });
    open({ [AWS]: resources({ rows: [row], tags: [{ value: hostile, count: 1 }] }) });
    await waitFor(() => expect(screen.getAllByText(hostile).length).toBeGreaterThan(2));
    expect(document.querySelector('img')).toBeNull();
  });
});
