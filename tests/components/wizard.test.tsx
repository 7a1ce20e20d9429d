import { screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { Wizard } from '@/components/wizard/wizard';
import type { LaunchPreview } from '@/lib/schemas/settings/launch';
import { type WizardState, wizardSteps } from '@/lib/schemas/wizard';
import { type Answers, type Call, fakeApi, Refusal, refusedFields } from '../support/components/fake-api';
import { show } from '../support/components/show';
import {
  answered,
  failedTask,
  firstVisit,
  preview,
  probeResult,
  runningTask,
  sourceImages,
} from '../support/fixtures/wizard-fixtures';

const secret = { isSet: false, lastFour: null };
const url = 'https://metrics.example.com/api/v1/write';

/** The wizard at a step, with a panel that saves what it gets. */
function open(before: WizardState, answers: Answers = {}) {
  let state = before;
  const save = (change: Partial<WizardState>) => {
    const isFurther = wizardSteps.indexOf(change.step ?? state.step) > wizardSteps.indexOf(state.step);
    state = { ...state, ...change, step: isFurther ? (change.step ?? state.step) : state.step };
    return state;
  };
  const api = fakeApi({
    'GET /api/wizard': () => state,
    'GET /api/wizard/images': sourceImages,
    'GET /api/wizard/review': preview,
    'POST /api/wizard/destination/test': probeResult('ok'),
    'POST /api/wizard/sources/check': { aws: null, gcp: null },
    'PUT /api/wizard/destination': ({ body }: Call) =>
      save({
        step: 'sources',
        destination: { url: '', username: '', secret, ...(body as { kind: 'local' | 'other' }) },
      }),
    'PUT /api/wizard/sources': () => save({ step: 'name', sources: answered.sources }),
    'PUT /api/wizard/name': ({ body }: Call) => save({ step: 'review', ...(body as { cluster: string }) }),
    'POST /api/wizard/launch': { taskId: runningTask.id },
    [`GET /api/tasks/${runningTask.id}`]: runningTask,
    ...answers,
  });
  return { ...api, ...show(<Wizard />, `/setup?step=${before.step}`) };
}

const heading = (name: string) => screen.findByRole('heading', { level: 1, name });
const goOn = () => screen.findByRole('button', { name: /^Continue/ });
const back = () => screen.findByRole('button', { name: 'Back' });

const atSources: WizardState = { ...firstVisit, step: 'sources', destination: answered.destination };
const atName: WizardState = { ...answered, step: 'name', cluster: null };

describe('the step Destination', () => {
  test('wants a choice first', async () => {
    const { user } = open(firstVisit);
    await user.click(await goOn());
    await screen.findByText('Choose one of the three first.');
  });

  test('says at its field what is wrong, and goes on once it is right', async () => {
    const { user, sent } = open(firstVisit);
    await user.click(await screen.findByRole('radio', { name: 'Another server' }));
    const address = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Remote-write address' });
    await user.type(address, 'metrics{Enter}');
    await screen.findByText('This is not a web address. It starts with https://');
    expect(document.activeElement).toBe(address);
    await user.clear(address);
    await user.type(address, `${url}{Enter}`);
    await heading('What should be measured?');
    expect(sent('PUT /api/wizard/destination')).toMatchObject([{ body: { kind: 'other', url } }]);
    expect(window.location.search).toBe('?step=sources');
  });

  test('puts an error of the server at its field, and keeps what was typed', async () => {
    const { user } = open(firstVisit, {
      'PUT /api/wizard/destination': refusedFields({ url: 'Not into the stack.' }),
    });
    await user.click(await screen.findByRole('radio', { name: 'Another server' }));
    const address = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Remote-write address' });
    await user.type(address, `${url}{Enter}`);
    await screen.findByText('Not into the stack.');
    expect(address.value).toBe(url);
    expect(screen.queryByText(/could not be saved/)).toBeNull();
  });

  test('keeps what was typed when it cannot be saved, and when the page is loaded again', async () => {
    const failure = new Refusal(500, { code: 'disk-full', message: 'The disk is full.' });
    const { user, unmount } = open(firstVisit, { 'PUT /api/wizard/destination': failure });
    await user.click(await screen.findByRole('radio', { name: 'Another server' }));
    await user.type(await screen.findByRole('textbox', { name: 'Remote-write address' }), `${url}{Enter}`);
    await screen.findByText('This could not be saved. What you entered is still here.');
    screen.getByText('The disk is full.');
    unmount();
    open(firstVisit);
    await screen.findByDisplayValue(url);
  });

  test('says on its button that a refused destination is taken all the same', async () => {
    const { user } = open(firstVisit, { 'POST /api/wizard/destination/test': probeResult('wrong-url') });
    await user.click(await screen.findByRole('radio', { name: 'Another server' }));
    await user.type(await screen.findByRole('textbox', { name: 'Remote-write address' }), url);
    await user.click(await screen.findByRole('button', { name: /^Continue anyway/ }));
    await heading('What should be measured?');
  });

  test('This Pi asks nothing further', async () => {
    const { user, sent } = open(firstVisit);
    await user.click(await screen.findByRole('radio', { name: 'This Pi' }));
    await user.click(await goOn());
    await heading('What should be measured?');
    expect(sent('PUT /api/wizard/destination')).toMatchObject([{ body: { kind: 'local' } }]);
    expect(sent('POST /api/wizard/destination/test')).toEqual([]);
  });
});

describe('the step Sources', () => {
  test('says at its fields what is missing, and goes on without what is off', async () => {
    const { user, sent } = open(atSources);
    const aws = await screen.findByRole('switch', { name: 'AWS' });
    await user.click(aws);
    await user.click(await goOn());
    await screen.findByText('Enter the access key ID.');
    screen.getByText('Paste the secret access key.');
    screen.getByText('Choose at least one region.');
    expect(document.activeElement).toBe(screen.getByRole('textbox', { name: 'Access key ID' }));
    await user.click(aws);
    await user.click(await goOn());
    await heading('What is this Pi called?');
    expect(sent('PUT /api/wizard/sources')).toMatchObject([{ body: { aws: { enabled: false } } }]);
  });

  test('keeps what is not complete when it is left, and saves nothing of it', async () => {
    const { user, sent } = open(atSources);
    await user.click(await screen.findByRole('switch', { name: 'AWS' }));
    await user.type(await screen.findByRole('textbox', { name: 'Access key ID' }), 'AKIAIOSFODNN7EXAMPLE');
    await user.click(await back());
    await heading('Where should your data go?');
    await user.click(await goOn());
    await heading('What should be measured?');
    await screen.findByDisplayValue('AKIAIOSFODNN7EXAMPLE');
    expect(sent('PUT /api/wizard/sources')).toEqual([]);
  });

  test('saves what is complete when it is left', async () => {
    const { user, sent } = open(atSources);
    await user.click(await screen.findByRole('switch', { name: 'Containers' }));
    await user.click(await back());
    await heading('Where should your data go?');
    await waitFor(() =>
      expect(sent('PUT /api/wizard/sources')).toMatchObject([{ body: { containers: { enabled: false } } }]),
    );
  });
});

describe('the step Name', () => {
  test('says at its field what is wrong, and goes on once it is right', async () => {
    const { user, sent } = open(atName);
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    expect(name.value).toBe('raspberrypi');
    await user.clear(name);
    await user.type(name, 'pi attic{Enter}');
    await screen.findByText(/^Use letters, digits, dots/);
    await user.clear(name);
    await user.type(name, 'pi-attic{Enter}');
    await heading('Ready to start?');
    expect(sent('PUT /api/wizard/name')).toMatchObject([{ body: { cluster: 'pi-attic' } }]);
  });

  test('gives the Pi’s own name back', async () => {
    const { user } = open(atName);
    const name = await screen.findByRole<HTMLInputElement>('textbox', { name: 'Name' });
    await user.type(name, '-2');
    await user.click(screen.getByRole('button', { name: /^Use this Pi’s own name/ }));
    expect(name.value).toBe('raspberrypi');
  });

  test('takes the focus to its question, and keeps its answer on the way back', async () => {
    const { user } = open(atName);
    await user.type(await screen.findByRole('textbox', { name: 'Name' }), '-2{Enter}');
    const question = await heading('Ready to start?');
    await waitFor(() => expect(document.activeElement).toBe(question));
    await user.click(await back());
    await screen.findByDisplayValue('raspberrypi-2');
  });
});

describe('the steps Review and Launch', () => {
  const problem: LaunchPreview['problems'][number] = {
    message: 'The port 8429 is taken.',
    hint: 'Stop what uses it.',
    step: null,
  };

  test('a problem keeps the launch from starting', async () => {
    const { user, sent } = open(answered, { 'GET /api/wizard/review': { ...preview, problems: [problem] } });
    await screen.findByText('The port 8429 is taken.');
    await user.click(screen.getByRole('button', { name: 'Launch' }));
    await screen.findByRole('alert');
    expect(sent('POST /api/wizard/launch')).toEqual([]);
  });

  test('what cannot be started says why', async () => {
    const failure = new Refusal(409, { code: 'task-running', message: 'Another change is being applied.' });
    const { user } = open(answered, { 'POST /api/wizard/launch': failure });
    await user.click(await screen.findByRole('button', { name: 'Launch' }));
    await screen.findByText('Another change is being applied.');
  });

  test('a launch is watched, and one that failed leads to the step to mend', async () => {
    const { user, answers } = open(answered);
    await user.click(await screen.findByRole('button', { name: 'Launch' }));
    await heading('Starting…');
    await screen.findByText('Downloading victoriametrics/vmagent:v1.149.0');
    expect(window.location.search).toBe(`?step=launch&task=${runningTask.id}`);
    answers[`GET /api/tasks/${runningTask.id}`] = failedTask;
    await screen.findByText('Grafana Cloud refuses the token.');
    await user.click(screen.getByRole('button', { name: 'Check the destination' }));
    await heading('Where should your data go?');
  });
});
