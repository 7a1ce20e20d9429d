import { act, screen, waitFor } from '@testing-library/react';
import { describe, expect, test } from 'vitest';
import { completionFrom } from '@/components/look/expression/completion';
import { ExpressionField } from '@/components/look/expression/expression-field';
import { ExpressionPage } from '@/components/look/expression/expression-page';
import { makeQueryClient } from '@/lib/queries/live';
import { type Answers, fakeApi, Refusal } from '../../support/components/fake-api';
import { show } from '../../support/components/show';
import {
  drawnExpression,
  labels,
  modes,
  names,
  refusedExpression,
} from '../../support/fixtures/look/expression-fixtures';
import { elsewhere } from '../../support/fixtures/look/look-fixtures';
import { stored } from '../../support/fixtures/look/stored-fixtures';

const RUN = 'GET /api/expression';
const STORED = 'GET /api/stored';
const PAGE = '/look/expression';

/** The editor needs a browser. */
const noEditor = () => new Promise<never>(() => {});

function open(answers: Answers, address = PAGE) {
  const api = fakeApi({ [STORED]: stored(), ...answers });
  return { ...api, ...show(<ExpressionPage loadEditor={noEditor} />, address) };
}
const field = () => screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Expression' });
const search = () => new URLSearchParams(window.location.search);

describe('the page of an expression', () => {
  test('asks nothing before there is one, and begins with an example', async () => {
    const { user, sent } = open({ [RUN]: drawnExpression() });
    await user.click(await screen.findByRole('button', { name: 'Run up' }));
    await screen.findByText('4 series now.');
    expect(field().value).toBe('up');
    // The button that was pressed is gone.
    expect(document.activeElement).toBe(field());
    expect(search().get('q')).toBe('up');
    expect(sent(RUN)).toHaveLength(1);
    expect(sent(`${RUN}?q=up&span=6`)).toHaveLength(1);
  });

  test('runs what is written on Enter, and breaks the line on Shift and Enter', async () => {
    const { user, sent } = open({ [RUN]: drawnExpression() });
    await user.type(field(), 'up{Shift>}{Enter}{/Shift}> 0{Enter}');
    await screen.findByText('4 series now.');
    expect(search().get('q')).toBe('up\n> 0');
    expect(sent(RUN)).toHaveLength(1);
    await user.click(screen.getByRole('button', { name: 'Run' }));
    await waitFor(() => expect(sent(RUN)).toHaveLength(2));
  });

  test('opens with that of the address, and keeps it beside the time', async () => {
    const { user, sent } = open({ [RUN]: drawnExpression() }, `${PAGE}?q=up&span=24`);
    await screen.findByText('4 series now.');
    expect(field().value).toBe('up');
    expect(sent(`${RUN}?q=up&span=24`)).toHaveLength(1);
    await user.click(screen.getByRole('radio', { name: '7 d' }));
    expect(Object.fromEntries(search())).toEqual({ q: 'up', span: '168' });
  });

  test('goes back to what was run before, in the field and below it', async () => {
    const { user, sent } = open({ [RUN]: drawnExpression() }, `${PAGE}?q=up`);
    await screen.findByText('4 series now.');
    const before = window.history.length;
    await user.type(field(), ' == 0{Enter}');
    await waitFor(() => expect(search().get('q')).toBe('up == 0'));
    // The same again is no further step.
    await user.type(field(), '{Enter}');
    expect(window.history.length).toBe(before + 1);
    act(() => window.history.back());
    await waitFor(() => expect(field().value).toBe('up'));
    expect(search().get('q')).toBe('up');
    expect(sent(`${RUN}?q=up+%3D%3D+0&span=6`).length).toBeGreaterThan(0);
  });

  test('says at the field why it is refused, and draws nothing', async () => {
    open({ [RUN]: refusedExpression }, `${PAGE}?q=foo(up)`);
    await screen.findByText(/It is refused: unsupported function "foo"/);
    expect(field().getAttribute('aria-invalid')).toBe('true');
    expect(screen.queryByText(/store on this Pi does not/)).toBeNull();
    expect(screen.queryByRole('heading', { name: 'Now' })).toBeNull();
  });

  test('does not run what is too long', async () => {
    const long = 'x'.repeat(1_001);
    const { user, sent } = open({ [RUN]: drawnExpression() }, `${PAGE}?q=${long}`);
    await screen.findByText('Use at most 1,000 characters.');
    await user.click(screen.getByRole('button', { name: 'Run' }));
    expect(sent(RUN)).toEqual([]);
    expect(field().value).toBe(long);
  });

  test('says before anything is run that no token may read', async () => {
    open({ [STORED]: { state: 'elsewhere', where: 'Grafana Cloud', canBeAsked: true } });
    await screen.findByText('Your data is kept in Grafana Cloud.');
    expect(screen.queryByRole('button', { name: 'Run up' })).toBeNull();
  });

  test.each<[string, unknown, RegExp]>([
    ['it is elsewhere', elsewhere, /is kept in Grafana Cloud/],
    ['the panel fails', new Refusal(500, { code: 'internal', message: 'It is damaged.' }), /It is damaged/],
  ])('says so where %s', async (_, answer, words) => {
    open({ [RUN]: answer }, `${PAGE}?q=up`);
    await screen.findByText(words);
  });
});

describe('the field', () => {
  const text = { begun: { text: 'up', takesFocus: false }, error: undefined, onRun: () => {} };

  test('is plain until the editor is here, which takes the focus over', async () => {
    let come = (_: unknown) => {};
    const load = () =>
      new Promise<never>((resolve) => {
        come = resolve as typeof come;
      });
    const { user } = show(<ExpressionField {...text} load={load} />);
    await user.click(field());
    come(({ takesFocus }: { takesFocus: boolean }) => <p>{takesFocus ? 'takes it' : 'does not'}</p>);
    await screen.findByText('takes it');
  });

  test('works without it, and says that it did not come', async () => {
    show(<ExpressionField {...text} load={() => Promise.reject(new Error('gone'))} />);
    await screen.findByText('The completion could not be loaded.');
    expect(field().value).toBe('up');
    expect(screen.queryByText(/Escape closes the list/)).toBeNull();
  });
});

describe('the completion', () => {
  const NAMES = 'GET /api/expression/names';
  const LABELS = 'GET /api/expression/labels';

  test('has names with what is said of them, asked once', async () => {
    const { sent } = fakeApi({ [NAMES]: names });
    const completion = completionFrom(makeQueryClient(null));
    expect(await completion.metricNames('node')).toContain('node_load1');
    const said = await completion.metricMetadata();
    expect(said.node_load1).toEqual([{ type: 'gauge', help: '1m load average.' }]);
    // And not what every object has under this name.
    expect(said.constructor).toEqual([{ type: '', help: '' }]);
    expect(sent(NAMES)).toHaveLength(1);
  });

  test('has labels, and the values of one', async () => {
    const { sent } = fakeApi({ [LABELS]: labels, [`${LABELS}?label=mode&metric=up`]: modes });
    const completion = completionFrom(makeQueryClient(null));
    expect(await completion.labelNames('')).toEqual(labels.labels);
    expect(await completion.labelValues('mode', 'up')).toEqual(modes.labels);
    expect(sent(LABELS)).toHaveLength(2);
  });

  test('has nothing where the panel does not answer', async () => {
    const refusal = new Refusal(400, { code: 'bad-request', message: 'no' });
    fakeApi({ [NAMES]: refusal, [LABELS]: refusal });
    const completion = completionFrom(makeQueryClient(null));
    expect(await completion.metricNames()).toEqual([]);
    expect(await completion.labelNames('up')).toEqual([]);
  });
});
