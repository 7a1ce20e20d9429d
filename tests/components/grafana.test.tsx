import { screen, waitFor, within } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { GrafanaPage } from '@/components/settings/grafana/grafana-page';
import { type Answers, fakeApi, Refusal, refusedFields } from '../support/components/fake-api';
import { show } from '../support/components/show';
import {
  connected,
  GRAFANA,
  inStep,
  mixed,
  noDataSource,
  outOfStep,
  previewOf,
  refusal,
  resultOf,
  unconnected,
  wrongToken,
} from '../support/fixtures/grafana/grafana-views';

const VIEW = 'GET /api/grafana';
const SAVE = 'PUT /api/grafana';
const PREVIEW = 'POST /api/grafana/preview';
const APPLY = 'POST /api/grafana/apply';
const REMOVE = 'POST /api/grafana/remove';

function open(answers: Answers = {}) {
  const api = fakeApi({ [VIEW]: connected, [PREVIEW]: previewOf('absent'), ...answers });
  return { ...api, ...show(<GrafanaPage />, '/settings/grafana') };
}

const button = (name: string) => screen.findByRole<HTMLButtonElement>('button', { name });
const address = () => screen.findByRole<HTMLInputElement>('textbox', { name: 'Address of Grafana' });
const token = () => screen.findByLabelText<HTMLInputElement>('Token of a service account');
/** What is said of the thing with this title. */
async function row(title: string): Promise<HTMLElement> {
  const [found] = await screen.findAllByText(title);
  return found?.closest('li') ?? document.body;
}

describe('the connection', () => {
  test('without a token: the way to one, and the way without', async () => {
    const { sent } = open({ [VIEW]: unconnected });
    await screen.findByRole('heading', { name: 'Or import the files by hand' });
    screen.getByText('compose/dashboards');
    screen.getByText('compose/alerts/weir.yaml');
    screen.getByText('Add service account');
    screen.getByText(/Set provisioning status/);
    screen.getByText(/an Editor may not list the data sources/);
    expect(screen.queryByRole('button', { name: 'Forget' })).toBeNull();
    expect(sent(PREVIEW)).toEqual([]);
  });

  test('is saved, and what is there is read at once', async () => {
    const { user, sent, answers } = open({ [VIEW]: unconnected });
    await user.type(await address(), 'https://attic.grafana.net');
    await user.type(await token(), 'glsa_of_the_attic');
    answers[SAVE] = connected;
    await user.click(await button('Save'));
    await screen.findByText('Saved.');
    expect(sent(SAVE)).toMatchObject([
      { body: { address: 'https://attic.grafana.net', token: 'glsa_of_the_attic' } },
    ]);
    await button('Put them into Grafana');
    expect((await token()).value).toBe('');
    screen.getByText(/ends in …k3m9/);
    expect(screen.queryByText('Or import the files by hand')).toBeNull();
  });

  test('without an address or a token is not sent', async () => {
    const { user, sent } = open({ [VIEW]: unconnected });
    await user.click(await button('Save'));
    await screen.findByText('Enter the address of your Grafana.');
    screen.getByText('Enter the token of a service account.');
    expect(sent(SAVE)).toEqual([]);
  });

  test('puts what the panel refuses at its field, and keeps what was typed', async () => {
    const { user } = open({ [SAVE]: refusedFields({ token: 'It belongs to another address.' }) });
    await user.clear(await address());
    await user.type(await address(), 'https://other.grafana.net{Enter}');
    await screen.findByText('It belongs to another address.');
    await waitFor(async () => expect(await token()).toBe(document.activeElement));
    expect((await address()).value).toBe('https://other.grafana.net');
  });

  test('is forgotten after a question', async () => {
    const { user, answers, sent } = open();
    await user.click(await button('Forget'));
    await screen.findByText(/What Weir put into Grafana stays there/);
    answers['DELETE /api/grafana'] = unconnected;
    await user.click(await button('Forget it'));
    await screen.findByText('Or import the files by hand');
    expect(sent('DELETE /api/grafana')).toHaveLength(1);
    expect((await address()).value).toBe('');
  });

  test('that could not be read says so, with another try', async () => {
    const broken = new Refusal(500, { code: 'internal', message: 'It is damaged.' });
    const { user, answers } = open({ [VIEW]: broken });
    await screen.findByText('The connection with Grafana could not be read.');
    answers[VIEW] = unconnected;
    await user.click(await button('Try again'));
    await address();
  });
});

describe('what was put there before', () => {
  test('is said at the top', async () => {
    open({ [VIEW]: inStep, [PREVIEW]: previewOf('same') });
    await screen.findByText(/by version 0\.1\.0 of Weir/);
    expect(screen.queryByText(/does not have what/)).toBeNull();
  });

  test('out of step: that not all of it is there', async () => {
    open({ [VIEW]: outOfStep, [PREVIEW]: mixed });
    await screen.findByText('Grafana does not have what Weir would put there now.');
    screen.getByText('Update them below.');
  });

  test('where this version cannot be read, nothing is said to be in step', async () => {
    open({ [VIEW]: { ...inStep, put: inStep.put && { ...inStep.put, isOutOfStep: null } } });
    await screen.findByText(/is not known: its files cannot be read/);
  });
});

describe('what would be done', () => {
  test('is read by itself, and says that it is being read', async () => {
    let answer = (_: unknown) => {};
    const later = new Promise((resolve) => {
      answer = resolve;
    });
    open({ [PREVIEW]: () => later });
    await screen.findByText('Grafana is asked what is there…');
    answer(previewOf('absent'));
    await screen.findByText('grafanacloud-attic-prom', { exact: false });
    expect(screen.getAllByText('Will be made')).toHaveLength(11);
    screen.getByText('To be put there: 1 folder, 5 dashboards and 5 groups of alert rules.');
  });

  test('each thing has its word, and links only to where a browser may go', async () => {
    const [, pipeline, pi] = mixed.things;
    const hostile = mixed.things.map((thing) =>
      thing.id === pi?.id ? { ...thing, url: 'javascript:alert(1)' } : thing,
    );
    open({ [PREVIEW]: { ...mixed, things: hostile } });
    within(await row('Weir: Pi host')).getByText('Will be updated');
    within(await row('Weir: Pipeline')).getByText('Changed in Grafana: left alone');
    within(await row('Alert rules: Pi host')).getByText('Not Weir’s: left alone');
    within(await row('Weir: AWS')).getByText('Nothing to do');
    const links = screen.getAllByRole<HTMLAnchorElement>('link', { name: /opens Grafana/ });
    expect(links).toHaveLength(10);
    expect(links.map(({ rel }) => rel)).toEqual(links.map(() => 'noopener noreferrer'));
    expect(links[1]?.href).toBe(pipeline?.url);
    expect((await button('Update')).disabled).toBe(false);
  });

  test('nothing to do: the button says why it does nothing', async () => {
    open({ [PREVIEW]: previewOf('same') });
    expect((await button('Update')).disabled).toBe(true);
    screen.getByText('Nothing to do: Grafana has all that Weir puts there.');
  });

  test('without a data source: what to do, and no button', async () => {
    open({ [PREVIEW]: noDataSource });
    await screen.findByText('There is no Prometheus data source in this Grafana.');
    expect(screen.queryByRole('button', { name: 'Put them into Grafana' })).toBeNull();
    await button('Read again');
  });

  test('refused: why, what the token lacks, and another try', async () => {
    const { user, answers } = open({ [PREVIEW]: { ...refusal, permission: 'folders:read' } });
    await screen.findByText(refusal.message);
    screen.getByText(refusal.hint);
    expect(screen.getByText('folders:read').tagName).toBe('CODE');
    answers[PREVIEW] = wrongToken;
    await user.click(await button('Try again'));
    await screen.findByText(wrongToken.message);
    expect(screen.queryByText(/What the token may lack/)).toBeNull();
    answers[PREVIEW] = previewOf('absent');
    await user.click(await button('Try again'));
    await button('Put them into Grafana');
  });
});

describe('putting them there', () => {
  test('says what became of each, how many, and that nothing is left to do', async () => {
    let answer = (_: unknown) => {};
    const { user, answers } = open({
      [APPLY]: () =>
        new Promise((resolve) => {
          answer = resolve;
        }),
    });
    await user.click(await button('Put them into Grafana'));
    await screen.findByText(/This may take a minute/);
    answers[PREVIEW] = previewOf('same');
    answers[VIEW] = inStep;
    answer(resultOf('created'));
    await screen.findByText('Everything is in Grafana');
    screen.getByText('11 made.');
    within(await row('Weir: Pipeline')).getByText('Made');
    expect((await button('Update')).disabled).toBe(true);
    await screen.findByText(/by version 0\.1\.0/);
  });

  test('leaves alone what is not ticked, and overwrites what is', async () => {
    const { user, sent, answers } = open({ [PREVIEW]: mixed, [APPLY]: resultOf('same') });
    const box = await screen.findByRole<HTMLInputElement>('checkbox', {
      name: /^Overwrite it.*Weir: Pipeline$/,
    });
    expect(box.checked).toBe(false);
    await user.click(box);
    within(await row('Weir: Pipeline')).getByText('Will be overwritten');
    screen.getByText('To be put there: 2 dashboards.');
    answers[APPLY] = resultOf('same', {
      'weir-pi': 'updated',
      'weir-pipeline': 'updated',
      'alerts-weir-pi': 'left',
    });
    answers[PREVIEW] = previewOf('same', { 'alerts-weir-pi': 'foreign' });
    await user.click(await button('Update'));
    await screen.findByText('In Grafana, except what was left alone');
    screen.getByText('2 updated, 8 as they were, 1 left alone.');
    expect(sent(APPLY)).toMatchObject([{ body: { address: GRAFANA, overwrite: ['weir-pipeline'] } }]);
    screen.getByText('Nothing to do, unless you tick what is to be overwritten.');
    expect(screen.getByRole('checkbox', { name: /^Overwrite it.*Alert rules: Pi host$/ })).toHaveProperty(
      'checked',
      false,
    );
  });

  test('refused in the midst: what was done, and what was not', async () => {
    const { user, answers } = open({ [APPLY]: refusal });
    await button('Put them into Grafana');
    answers[PREVIEW] = previewOf('absent', { weir: 'same', 'weir-pipeline': 'same' });
    await user.click(await button('Put them into Grafana'));
    await screen.findByText(refusal.message);
    screen.getByText('Done, and it stays: Weir and Weir: Pipeline.');
    screen.getByText(/^Not done: Weir: Pi host, Weir: Containers,/);
    expect(screen.getByText('dashboards:create').tagName).toBe('CODE');
    expect((await button('Update')).disabled).toBe(false);
  });

  test('without an answer: what is there is read; where that fails too, it is not known', async () => {
    const gone = new Refusal(502, { code: 'internal', message: 'Nothing came back.' });
    const { user, answers } = open({ [APPLY]: gone });
    await user.click(await button('Put them into Grafana'));
    await screen.findByText('Nothing was done.');
    answers[PREVIEW] = wrongToken;
    await user.click(await button('Put them into Grafana'));
    await screen.findByText(/is not known: Grafana could not be read again/);
    screen.getByText('Nothing came back.');
    await button('Try again');
  });
});

describe('taking them back', () => {
  test('is asked about, with what goes and what stays', async () => {
    const { user, answers, sent } = open({
      [PREVIEW]: mixed,
      [REMOVE]: resultOf('removed', { 'alerts-weir-pi': 'left' }),
    });
    await user.click(await button('Remove from Grafana'));
    const dialog = within(await screen.findByRole('dialog'));
    dialog.getByText('Removed: 1 folder, 4 dashboards and 4 groups of alert rules.');
    await user.click(dialog.getByRole('checkbox', { name: 'Also 1 thing that was changed in Grafana' }));
    dialog.getByText('Removed: 1 folder, 5 dashboards and 4 groups of alert rules.');
    dialog.getByText(/^Your data stays/);
    answers[PREVIEW] = previewOf('absent', { 'alerts-weir-pi': 'foreign' });
    await user.click(dialog.getByRole('button', { name: 'Remove them' }));
    await screen.findByText('Removed, except what was left alone');
    expect(sent(REMOVE)).toMatchObject([{ body: { address: GRAFANA, overwrite: ['weir-pipeline'] } }]);
    await waitFor(() => expect(screen.queryByRole('button', { name: 'Remove from Grafana' })).toBeNull());
    await button('Put them into Grafana');
  });

  test('is not offered where nothing is', async () => {
    open();
    await button('Put them into Grafana');
    expect(screen.queryByRole('button', { name: 'Remove from Grafana' })).toBeNull();
  });
});
