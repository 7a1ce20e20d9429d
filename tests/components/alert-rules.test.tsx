import { screen, waitFor } from '@testing-library/react';
import { expect, test } from 'vitest';
import { AlertRulesPage } from '@/components/settings/alerts/alert-rules-page';
import type { OwnRulesInput } from '@/lib/schemas/grafana/alert-rules';
import { type Answers, type Call, fakeApi, Refusal, refusedFields } from '../support/components/fake-api';
import { show } from '../support/components/show';
import { rulesView } from '../support/fixtures/grafana/alert-rules-views';
import { connected, inStep, outOfStep } from '../support/fixtures/grafana/grafana-views';

const SAVE = 'PUT /api/alert-rules';

function open(answers: Answers = {}) {
  const api = fakeApi({
    'GET /api/alert-rules': rulesView(),
    [SAVE]: ({ body }: Call) => rulesView(body as OwnRulesInput, 'fedcba9876543210'),
    'GET /api/grafana': connected,
    ...answers,
  });
  return { ...api, ...show(<AlertRulesPage />, '/settings/alerts') };
}

const hot = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'A Pi is hot: More than' });
const save = () => screen.findByRole('button', { name: 'Save' });

async function type(user: ReturnType<typeof open>['user'], text: string): Promise<void> {
  await user.clear(await hot());
  await user.type(await hot(), text);
}

test('a number is moved, for the revision that was seen, and back to the default', async () => {
  const { user, sent } = open();
  expect((await hot()).value).toBe('80');
  expect(screen.getByText('7 rules, as they ship')).toBeDefined();
  await type(user, '75');
  screen.getByText('7 rules: 1 number changed');
  await user.click(await save());
  await screen.findByText('Saved.');
  await user.click(await screen.findByRole('button', { name: 'A Pi is hot: Back to 80 °C' }));
  expect((await hot()).value).toBe('80');
  expect(document.activeElement).toBe(await hot());
  await user.click(await save());
  await waitFor(() => expect(sent(SAVE)).toHaveLength(2));
  expect(sent(SAVE)).toMatchObject([
    { body: { off: [], limits: { 'pi-hot': 75 } }, ifMatch: '0123456789abcdef' },
    { body: { off: [], limits: {} }, ifMatch: 'fedcba9876543210' },
  ]);
});

test('a rule is switched off: its number goes, whatever stands in it', async () => {
  const { user, sent } = open({ 'GET /api/alert-rules': rulesView({ off: ['WeirDrift'], limits: {} }) });
  await type(user, '999');
  await user.click(await screen.findByRole('switch', { name: 'A Pi is hot' }));
  expect(screen.queryByRole('textbox', { name: /A Pi is hot/ })).toBeNull();
  await user.click(await save());
  await screen.findByText('Saved.');
  expect(sent(SAVE)).toMatchObject([{ body: { off: ['WeirDrift', 'WeirPiHot'], limits: {} } }]);
});

test('a number that cannot be, of a rule that is switched off, leaves the saved one', async () => {
  const { user, sent } = open({ 'GET /api/alert-rules': rulesView({ off: [], limits: { 'pi-hot': 75 } }) });
  await user.clear(await hot());
  await user.click(await screen.findByRole('switch', { name: 'A Pi is hot' }));
  await user.click(await save());
  await screen.findByText('Saved.');
  expect(sent(SAVE)).toMatchObject([{ body: { off: ['WeirPiHot'], limits: { 'pi-hot': 75 } } }]);
});

test('the field says its unit and its range, and takes a number as the form writes it', async () => {
  const { user, sent } = open();
  await screen.findByRole('textbox', { name: /^A Pi is hot/, description: /^°C.*from 40 to 100 °C$/ });
  const backlog = await screen.findByRole('textbox', { name: /^Many messages of a subscription wait/ });
  await user.clear(backlog);
  await user.type(backlog, '2,000{Enter}');
  await screen.findByText('Saved.');
  expect(sent(SAVE)).toMatchObject([{ body: { limits: { 'subscription-backlog': 2000 } } }]);
});

test('what was typed and is none comes back as it was typed', async () => {
  const { user, unmount } = open();
  await type(user, 'warm');
  unmount();
  open();
  expect((await hot()).value).toBe('warm');
});

test.each(['20', '', '1e3', '0x50', 'warm'])('%j is no number that it takes', async (text) => {
  const { user, sent } = open();
  await user.clear(await hot());
  if (text !== '') await user.type(await hot(), text);
  await user.click(await save());
  await screen.findByText('Enter a whole number from 40 to 100 °C.');
  const group = (await hot()).closest('details') as HTMLDetailsElement;
  expect(group.open).toBe(true);
  group.open = false;
  (await save()).focus();
  await user.click(await save());
  await waitFor(() => expect(group.open).toBe(true));
  await waitFor(async () => expect(document.activeElement).toBe(await hot()));
  expect(sent(SAVE)).toEqual([]);
});

test('what the panel refuses stands at its field, and what was typed stays', async () => {
  const { user } = open({ [SAVE]: refusedFields({ 'limits.pi-hot': 'Not today.' }) });
  await type(user, '75{Enter}');
  await screen.findByText('Not today.');
  expect((await hot()).value).toBe('75');
});

test('somebody else’s change does not undo what was typed', async () => {
  const conflict = new Refusal(409, { code: 'revision-conflict', message: 'It was changed elsewhere.' });
  const { user, answers, sent } = open({ [SAVE]: conflict });
  await type(user, '75');
  answers['GET /api/alert-rules'] = rulesView({ off: ['WeirDrift'], limits: {} }, '1111111111111111');
  await user.keyboard('{Enter}');
  await screen.findByText('It was changed elsewhere.');
  await screen.findByText('17 rules: 1 off');
  expect((await hot()).value).toBe('75');
  answers[SAVE] = ({ body }: Call) => rulesView(body as OwnRulesInput);
  await user.click(await save());
  await screen.findByText('Saved.');
  expect(sent(SAVE).at(-1)).toMatchObject({
    body: { off: ['WeirDrift'], limits: { 'pi-hot': 75 } },
    ifMatch: '1111111111111111',
  });
});

test('where Grafana has others then, that is said with the way there', async () => {
  const { user, answers } = open({ 'GET /api/grafana': inStep });
  await type(user, '75');
  expect(screen.queryByText(/Grafana does not have/)).toBeNull();
  answers['GET /api/grafana'] = outOfStep;
  await user.keyboard('{Enter}');
  await screen.findByText('Grafana does not have what Weir would put there now.');
  screen.getByText(/^Grafana runs the rules as Weir put them there last/);
  const link = screen.getByRole<HTMLAnchorElement>('link', { name: 'Look at what would change' });
  expect(link.getAttribute('href')).toBe('/settings/grafana');
});

test('where Weir has put them nowhere, the page does not say that anything runs them', async () => {
  open();
  await screen.findByText(/^Nothing runs these rules yet/);
});

test('rules that cannot be read say so, with another try', async () => {
  const broken = new Refusal(500, { code: 'internal', message: 'It is damaged.' });
  const { user, answers } = open({ 'GET /api/alert-rules': broken });
  await screen.findByText('The alert rules could not be read.');
  answers['GET /api/alert-rules'] = rulesView();
  await user.click(await screen.findByRole('button', { name: 'Try again' }));
  await hot();
});
