import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { AnswerPage } from '@/components/sources/answer/answer-page';
import type { ScrapeJob } from '@/lib/schemas/settings/settings';
import { type Answers, fakeApi, Refusal } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { answer } from '../support/fixtures/resources/answer-fixtures';

const YACE = 'GET /api/targets/yace';
const GCP = 'GET /api/targets/stackdriver-exporter';

function open(answers: Answers, job: ScrapeJob = 'yace') {
  const api = fakeApi(answers);
  return { ...api, ...show(<AnswerPage job={job} />, `/sources/targets/${job}`) };
}

describe('what a target says now', () => {
  test('is a page of its metrics, with how much the filter keeps, each opening to its series', async () => {
    const { user, sent } = open({ [YACE]: answer(), [`${YACE}?page=2`]: answer({ page: 2 }) });
    await screen.findByText('aws_lambda_duration_p99');
    screen.getByText(/1,204 series of 61 metrics, read/);
    screen.getByText(/keeps 1,010 \(84 %\)/);
    screen.getByText('4 series, 3 kept');
    screen.getByText('1 series, left out');
    await user.click(screen.getByText('aws_sqs_approximate_age_of_oldest_message_maximum'));
    const table = screen.getByRole('table', { name: /aws_sqs_approximate_age/ });
    within(table).getByText('NaN');
    within(table).getByText(', left out');
    screen.getByText('338 more; a search for a label finds them.');
    await user.click(screen.getByRole('button', { name: 'Next' }));
    await screen.findByText('Page 2 of 3');
    expect(sent(`${YACE}?page=2`)).toHaveLength(1);
  });

  test('is searched, and shown whole again', async () => {
    const { user } = open({
      [YACE]: answer(),
      [`${YACE}?q=nothing`]: answer({ matching: 0, pages: 1, metrics: [] }),
      [`${YACE}?part=dropped`]: answer({ matching: 7, pages: 1 }),
    });
    await screen.findByText('aws_lambda_duration_p99');
    await user.type(screen.getByRole('searchbox', { name: 'Search the answer' }), 'nothing');
    await screen.findByText('No series fits.');
    await user.click(screen.getByRole('button', { name: 'Show all of them' }));
    await screen.findByText('aws_lambda_duration_p99');
    await user.click(screen.getByRole('radio', { name: 'Left out' }));
    await screen.findByText('7 of 61 metrics');
  });

  test('costs a collection where one is billed, and is asked when somebody says so', async () => {
    let isPaid = false;
    const costs = { state: 'costs', by: 'Google', terms: 'Google bills every series.' };
    const { user, sent } = open(
      {
        [GCP]: () => (isPaid ? answer() : costs),
        [`${GCP}?mayCost=true`]: () => {
          isPaid = true;
          return answer();
        },
      },
      'stackdriver-exporter',
    );
    await screen.findByText('Asking costs one collection.');
    await user.click(screen.getByRole('button', { name: 'Ask now' }));
    await screen.findByText('aws_lambda_duration_p99');
    expect(sent(`${GCP}?mayCost=true`)).toHaveLength(1);
  });

  test('says why there is none, and that it is empty', async () => {
    const error = { code: 'service-unhealthy', message: 'AWS does not answer right now.' } as const;
    const { user, answers } = open({ [YACE]: new Refusal(502, error) });
    await screen.findByText(/does not answer right now/);
    answers[YACE] = answer({ all: 0, matching: 0, offered: 0, kept: 0, metrics: [] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText('It answers, and offers no series.');
  });

  test('keeps what it has, and its search, when the next question fails', async () => {
    const error = { code: 'service-unhealthy', message: 'AWS does not answer right now.' } as const;
    const { user } = open({ [YACE]: answer(), [`${YACE}?q=x`]: new Refusal(502, error) });
    await screen.findByText('aws_lambda_duration_p99');
    const field = screen.getByRole('searchbox', { name: 'Search the answer' });
    await user.type(field, 'x');
    await screen.findByText('A newer answer could not be read.');
    screen.getByText('aws_lambda_duration_p99');
    await user.clear(field);
    await waitFor(() => expect(screen.queryByText('A newer answer could not be read.')).toBeNull());
  });
});
