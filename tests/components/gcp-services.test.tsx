import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import type { Answers } from '../support/components/fake-api';
import { type GivenSources, openSources } from '../support/components/open-sources';
import { emptyPlan } from '../support/fixtures/settings-fixtures';

const WORDS = 'stackdriver-exporter is recreated.';
const BUCKETS = 'storage.googleapis.com/api/request_count';
const FILE = 'config/gcp/metrics.flags';

const open = (given: GivenSources = {}, answers: Answers = {}) => openSources(given, answers, [WORDS]);

const services = () => screen.findByRole('group', { name: 'Google Cloud services' });
const card = async (name: string) =>
  within(await services()).getByRole<HTMLInputElement>('checkbox', { name });
const others = () => screen.findByRole<HTMLTextAreaElement>('textbox', { name: /^Other metrics/ });

describe('the services of Google Cloud', () => {
  test('are cards, each with what it gives and how much that is', async () => {
    open({ gcp: { services: ['run', 'pubsub'] } });
    const boxes = within(await services()).getAllByRole<HTMLInputElement>('checkbox');
    expect(boxes.map(({ checked }) => checked)).toEqual([true, true, false]);
    within(await services()).getByRole('checkbox', {
      name: 'Cloud Run',
      description: /2nd generation.*At least 2 series for each Cloud Run service/,
    });
    within(await services()).getByRole('checkbox', {
      name: 'Cloud Functions',
      description: /1st generation; the 2nd reports as Cloud Run/,
    });
    expect(screen.queryByText(/left alone/)).toBeNull();
    expect((await others()).value).toBe('');
  });

  test('are switched with the keyboard, and sent in one order; other metrics that nobody touched are not', async () => {
    const { user, sent } = open({ gcp: { services: ['functions'], prefixes: [BUCKETS] } });
    (await card('Cloud Run')).focus();
    await user.keyboard(' ');
    await screen.findByText(WORDS);
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    const [put] = sent('PUT /api/settings');
    expect(put?.body).toHaveProperty('sources.gcp', {
      enabled: true,
      projectId: 'my-project-123',
      services: ['run', 'functions'],
    });
  });

  test('are at least one, unless something else is asked for', async () => {
    const { user } = open({ gcp: { services: ['run'] } });
    await user.click(await card('Cloud Run'));
    await user.tab();
    const error = await screen.findByText('Choose at least one service.');
    expect((await services()).getAttribute('aria-describedby')).toContain(error.parentElement?.id);
    await user.click(await others());
    await user.paste(BUCKETS);
    await user.tab();
    await waitFor(() => expect(screen.queryByText('Choose at least one service.')).toBeNull());
  });

  test('have the server’s problem at their field', async () => {
    const problem = { message: 'It cannot be so.', hint: 'Correct it.', field: 'sources.gcp.services' };
    const { user } = open({}, { 'POST /api/settings/preview': { ...emptyPlan, problems: [problem] } });
    await user.click(await card('Pub/Sub'));
    const said = await screen.findByText('It cannot be so. Correct it.');
    expect((await services()).contains(said)).toBe(true);
  });

  test('that an edit by hand keeps from being changed are shown with the reason', async () => {
    const reason = `${FILE}: The panel cannot change the metrics in this file.`;
    const locked = { 'sources.gcp.services': reason, 'sources.gcp.prefixes': reason };
    open({ gcp: { services: ['run'], prefixes: [BUCKETS, 'a.b/c'] }, locked });
    const group = within(await services());
    expect(group.queryAllByRole('checkbox')).toEqual([]);
    expect(group.getAllByRole('listitem').map((item) => item.textContent)).toEqual(['Cloud Run']);
    group.getByText(/The services were edited by hand.*cannot change the metrics/);
    group.getByText(`2 other prefixes in ${FILE} are left alone.`);
    expect(screen.queryByRole('textbox', { name: /^Other metrics/ })).toBeNull();
    screen.getByRole('textbox', { name: 'Project ID' });
  });
});

describe('other metrics of Google Cloud', () => {
  test('are those of the file, one a line, and sent as a list without blanks and repeats', async () => {
    const { user, sent } = open({ gcp: { prefixes: [BUCKETS] } });
    expect((await others()).value).toBe(BUCKETS);
    await screen.findByText(new RegExp(`1 other prefix in ${FILE} is left alone`));
    await user.click(await others());
    await user.paste(`\n  kubernetes.io/container/cpu  \n${BUCKETS}\n`);
    await user.click(await screen.findByRole('button', { name: 'Apply' }));
    await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
    expect(sent('PUT /api/settings')).toMatchObject([
      { body: { sources: { gcp: { prefixes: [BUCKETS, 'kubernetes.io/container/cpu'] } } } },
    ]);
  });

  test.each([
    ['run.googleapis.com', /“run\.googleapis\.com” is a whole service: hundreds of calls a scrape/],
    ['what, ever', /“what, ever” is no beginning of a metric’s name/],
  ])('of a wrong form are told at once: %s', async (typed, words) => {
    const { user } = open();
    await user.click(await others());
    await user.paste(typed);
    await user.tab();
    await screen.findByText(words);
    expect((await others()).getAttribute('aria-invalid')).toBe('true');
  });
});
