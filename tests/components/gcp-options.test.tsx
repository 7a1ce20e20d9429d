import { act, screen, waitFor, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { type Answers, refusedFields } from '../support/components/fake-api';
import { streamOf } from '../support/components/fake-event-source';
import { type GivenSources, openSources } from '../support/components/open-sources';
import { snapshots } from '../support/fixtures/snapshots';

const open = (given: GivenSources = {}, answers: Answers = {}) => openSources(given, answers);

const box = (name: string) => screen.findByRole<HTMLInputElement>('textbox', { name });
const press = async (name: string | RegExp) => screen.findByRole('button', { name });
const fold = () => screen.findByText('How Google Cloud is asked');

test('projects are added, checked and taken out line by line, with the keyboard', async () => {
  const { user, sent } = open();
  (await press('Add a project')).focus();
  await user.keyboard('{Enter}');
  await waitFor(async () => expect(await box('Project ID 2')).toBe(document.activeElement));
  await user.keyboard('garden-shed{Enter}');
  await waitFor(async () => expect(await box('Project ID 3')).toBe(document.activeElement));
  await user.keyboard('No Project');
  await user.tab();
  await screen.findByText(/A project ID has small letters/);
  expect((await box('Project ID 3')).getAttribute('aria-invalid')).toBe('true');
  expect((await box('Project ID 2')).getAttribute('aria-invalid')).toBeNull();
  await user.clear(await box('Project ID 3'));
  await user.type(await box('Project ID 3'), 'garden-shed');
  await screen.findByText('This project is there already.');
  const [, second] = screen.getAllByRole('button', { name: 'Remove garden-shed' });
  await user.click(second as HTMLElement);
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Project ID 3' })).toBeNull());
  await user.click(await press('Apply'));
  await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
  expect(sent('PUT /api/settings')[0]?.body).toHaveProperty('sources.gcp', {
    enabled: true,
    projectId: 'my-project-123',
    moreProjects: ['garden-shed'],
  });
});

test('a project that the server refuses has the focus', async () => {
  const refusal = refusedFields({ 'sources.gcp.moreProjects.1': 'Nobody knows this one.' });
  const { user } = open({ gcp: { moreProjects: ['garden-shed'] } }, { 'PUT /api/settings': refusal });
  await user.click(await press('Add a project'));
  await user.keyboard('garden-house');
  await user.click(await press('Apply'));
  await screen.findByText('Nobody knows this one.');
  await waitFor(async () => expect(document.activeElement).toBe(await box('Project ID 3')));
});

test('what is typed is a draft, and goes with Discard', async () => {
  const { user } = open({ gcp: { moreProjects: ['garden-shed'] } });
  await user.click(await press('Remove garden-shed'));
  await waitFor(() => expect(screen.queryByRole('textbox', { name: 'Project ID 2' })).toBeNull());
  await user.click(await press(/^Discard/));
  expect((await box('Project ID 2')).value).toBe('garden-shed');
});

test('how Google is asked stands below a fold, and only what was changed is sent', async () => {
  const { user, sent } = open({ gcp: { windowSeconds: 600 } });
  await user.click(await fold());
  expect((await box('Window')).value).toBe('600');
  await user.clear(await box('Window'));
  await user.type(await box('Window'), '120');
  await screen.findByText(/come 4 min late or more/);
  await user.click(screen.getByRole('switch', { name: 'Sum up counts' }));
  await user.clear(await box('Give a sum up after'));
  await user.type(await box('Give a sum up after'), '3600');
  await user.click(await press('Apply'));
  await waitFor(() => expect(sent('PUT /api/settings')).toHaveLength(1));
  expect(sent('PUT /api/settings')[0]?.body).toHaveProperty('sources.gcp', {
    ...{ enabled: true, projectId: 'my-project-123' },
    ...{ windowSeconds: 120, sumDeltas: true, sumSeconds: 3600 },
  });
});

test('an error in the fold opens it, at its field', async () => {
  const { user } = open();
  const details = (await fold()).closest('details');
  await user.click(await fold());
  await user.clear(await box('Offset'));
  await user.type(await box('Offset'), 'soon');
  await user.tab();
  await screen.findByText('Enter a number of seconds.');
  expect((await box('Offset')).getAttribute('aria-invalid')).toBe('true');
  expect(details?.open).toBe(true);
});

test('the timeout is recommended by what the last collection took, and stays below vmagent’s', async () => {
  const { user } = open();
  await user.click(await fold());
  await screen.findByRole('textbox', { name: 'Timeout' });
  const target = {
    ...{ job: 'stackdriver-exporter', instance: 'x', source: 'gcp' as const, state: 'up' as const },
    ...{ lastError: null, lastScrapeAtMs: 1, durationSeconds: 4.2, intervalSeconds: 60, timeoutSeconds: 55 },
    samples: 9,
  };
  const snapshot = { ...snapshots.delivering, targets: [target] };
  act(() => streamOf('/api/stream').send('hello', { snapshot, task: null, version: '1' }));
  await screen.findByText(
    'The last collection took 4.2 s; 15 s is recommended. vmagent waits 55 s for it, every 60 s: Settings → Intervals.',
  );
  await user.click(await press('Use 15 s'));
  expect((await box('Timeout')).value).toBe('15');
  await user.clear(await box('Timeout'));
  await user.type(await box('Timeout'), '55');
  await screen.findByText(/^Use less than 55 s/);
});

test('a filter needs a form, and a metric that is asked for', async () => {
  const { user } = open();
  await user.click(await fold());
  const filters = await screen.findByRole('textbox', { name: /^Filters/ });
  await user.click(filters);
  await user.paste('storage.googleapis.com/x:resource.type="y"');
  await user.tab();
  await screen.findByText(/is of a metric that nothing above asks for/);
});

test('what an edit by hand keeps from being changed says so', async () => {
  const reason = 'config/gcp/metrics.flags: The panel cannot change it.';
  const fields = ['moreProjects', 'options', 'filters'] as const;
  const locked = Object.fromEntries(fields.map((field) => [`sources.gcp.${field}`, reason]));
  const { user } = open({ gcp: { moreProjects: ['one,two'], filters: ['a.b/c:x'] }, locked });
  within(await screen.findByRole('group', { name: 'Other projects' })).getByText('one,two');
  await user.click(await fold());
  screen.getByText(/Window, sums and timeout were edited by hand/);
  within(screen.getByRole('group', { name: 'Filters' })).getByText('a.b/c:x');
  expect(screen.queryByRole('textbox', { name: 'Window' })).toBeNull();
});
