import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../support/components/fake-api';
import { type GivenSources, openSources } from '../support/components/open-sources';
import { emptyPlan } from '../support/fixtures/settings-fixtures';

const plan = { ...emptyPlan, words: ['yace reads its file again.'] };

const open = (given: GivenSources = {}, answers: Answers = {}) => openSources(given, answers, plan.words);

const services = () => screen.findByRole('group', { name: 'AWS services' });
const card = async (name: string) =>
  within(await services()).getByRole<HTMLInputElement>('checkbox', { name });
const chosen = async () =>
  within(await services())
    .getAllByRole<HTMLInputElement>('checkbox')
    .filter(({ checked }) => checked)
    .map((box) => document.getElementById(box.getAttribute('aria-labelledby') ?? '')?.textContent);

describe('the services of AWS', () => {
  test('are cards, each with what it gives and how much that is', async () => {
    open();
    expect(await chosen()).toEqual(['Lambda', 'SQS', 'ECS', 'API Gateway, REST']);
    const group = within(await services());
    expect(group.getAllByRole('checkbox')).toHaveLength(6);
    group.getByRole('checkbox', {
      name: 'Lambda',
      description: /durations.*5 metrics, 6 statistics a resource/,
    });
    group.getByRole('checkbox', { name: 'API Gateway, HTTP', description: /by its ID/ });
    expect(screen.queryByText(/left alone/)).toBeNull();
  });

  test('are switched with the keyboard, and sent in one order', async () => {
    const { user, sent } = open();
    (await card('SQS')).focus();
    await user.keyboard(' ');
    // ECS, what is measured of it, and the next one.
    await user.tab();
    await user.tab();
    await user.tab();
    await waitFor(async () => expect(await card('ECS Container Insights')).toBe(document.activeElement));
    await user.keyboard(' ');
    await screen.findAllByText('yace reads its file again.');
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    expect(sent('PUT /api/settings')).toMatchObject([
      {
        body: {
          sources: {
            aws: { enabled: true, services: ['lambda', 'ecs', 'container-insights', 'api-rest'] },
          },
        },
      },
    ]);
  });

  test('are at least one, unless the file asks for something else', async () => {
    const { user } = open({ aws: { services: ['ecs'] } });
    await user.click(await card('ECS'));
    await user.tab();
    const error = await screen.findByText('Choose at least one service.');
    expect((await services()).getAttribute('aria-describedby')).toContain(error.parentElement?.id);
    expect((await card('Lambda')).getAttribute('aria-invalid')).toBe('true');
    await user.click(await card('ECS'));
    await waitFor(() => expect(screen.queryByText('Choose at least one service.')).toBeNull());
  });

  test('say what else the file asks for, beside which none of them has to be', async () => {
    const { user } = open({
      aws: {
        services: ['ecs'],
        otherJobs: ['static queues: 2 metrics in eu-west-1', 'customNamespace shop: 1 metric'],
      },
    });
    await user.click(await card('ECS'));
    await screen.findAllByText('yace reads its file again.');
    await screen.findByText(/2 other jobs in config\/yace\/config\.yml are left alone\./);
    screen.getByText('static queues: 2 metrics in eu-west-1');
    expect(screen.queryByText('Choose at least one service.')).toBeNull();
  });

  test('say what goes along with the last of them', async () => {
    const other = { otherJobs: ['static queues: 2 metrics in eu-west-1'] };
    const roles = [{ arn: 'arn:aws:iam::210987654321:role/weir', externalId: '' }];
    const { user } = open({ aws: { services: ['ecs'], roles, jobs: [], ...other } });
    await services();
    expect(screen.queryByText(/^Without a service/)).toBeNull();
    await user.click(await card('ECS'));
    const said = await screen.findByText(/YACE’s file keeps no regions and no accounts/);
    expect((await services()).getAttribute('aria-describedby')).toContain(said.closest('[id]')?.id);
    await user.click(await card('SQS'));
    expect(screen.queryByText(/^Without a service/)).toBeNull();
  });

  test('say how many other jobs there are, also of those that are not listed', async () => {
    open({ aws: { otherJobs: ['static queues: 2 metrics in eu-west-1'], moreJobs: 1999 } });
    await screen.findByText(/2,000 other jobs in config\/yace\/config\.yml are left alone\./);
    screen.getByText('Jobs that no form changes: 2,000');
    screen.getByText('and 1,999 more');
  });

  test('have the server’s problem at their field', async () => {
    const problem = {
      message: 'Something shares that job.',
      hint: 'Mend it.',
      field: 'sources.aws.services',
    };
    const { user } = open({}, { 'POST /api/settings/preview': { ...plan, problems: [problem] } });
    await user.click(await card('SQS'));
    const said = await screen.findByText('Something shares that job. Mend it.');
    expect((await services()).contains(said)).toBe(true);
  });

  test('that an edit by hand keeps from being changed are shown with the reason', async () => {
    const reason = 'config/yace/config.yml: The panel cannot change discovery.jobs in this file.';
    open({
      aws: { otherJobs: ['static queues: 2 metrics in eu-west-1'] },
      locked: { 'sources.aws.services': reason },
    });
    const group = within(await services());
    expect(group.queryAllByRole('checkbox')).toEqual([]);
    expect(group.getAllByRole('listitem').map((item) => item.textContent)).toEqual([
      'Lambda',
      'SQS',
      'ECS',
      'API Gateway, REST',
    ]);
    group.getByText(/The services were edited by hand.*cannot change discovery\.jobs/);
    group.getByText('1 other job in config/yace/config.yml is left alone.');
    screen.getByRole('group', { name: 'Regions' });
  });
});
