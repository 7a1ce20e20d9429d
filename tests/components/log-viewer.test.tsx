import { act, fireEvent, screen, waitFor } from '@testing-library/react';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { LogViewer } from '@/components/services/log-viewer';
import type { LogLine } from '@/lib/schemas/log-line';
import { fakeApi } from '../support/components/fake-api';
import { streamOf } from '../support/components/fake-event-source';
import { show } from '../support/components/show';

const line = (number: number, level: LogLine['level'], text: string): LogLine => ({
  ...{ atMs: Date.UTC(2026, 0, 5, 12) + number * 1_000, stream: 'stderr' },
  ...{ level, text },
});
const lines = [
  line(1, 'info', 'started'),
  line(2, 'warn', 'cannot send a block'),
  line(3, 'error', 'Cannot read the file'),
];

const stream = () => streamOf('/api/services/vmagent/logs/stream');
const box = () => screen.getByRole('region', { name: 'Log of vmagent' });
const shown = () => [...box().querySelectorAll('li')].map((row) => row.lastElementChild?.textContent);

async function open() {
  fakeApi({});
  const { user } = show(<LogViewer service="vmagent" />);
  act(() => stream().send('line', lines));
  await screen.findByText('started');
  return user;
}

/** The log is as high as this (px) and the reader is so far down. */
function scroll(scrollHeight: number, scrollTop: number): void {
  Object.defineProperties(box(), {
    scrollHeight: { value: scrollHeight, configurable: true },
    clientHeight: { value: 400, configurable: true },
    scrollTop: { value: scrollTop, configurable: true, writable: true },
  });
  fireEvent.scroll(box());
}

beforeEach(() => {
  // Lines are drawn once a frame; here each frame comes at once.
  vi.stubGlobal('requestAnimationFrame', (draw: FrameRequestCallback) => setTimeout(() => draw(0)));
  vi.stubGlobal('cancelAnimationFrame', clearTimeout);
});

describe('the filter of a log', () => {
  test('keeps the lines that hold the text, whatever its case', async () => {
    const user = await open();
    await user.type(screen.getByRole('searchbox', { name: 'Search the log' }), 'CANNOT');
    expect(shown()).toEqual(['cannot send a block', 'Cannot read the file']);
    screen.getByText('2 lines of 3 lines');
  });

  test('keeps the lines of a level and above', async () => {
    const user = await open();
    const level = screen.getByRole('combobox', { name: 'Level' });
    await user.selectOptions(level, 'Warnings and errors');
    expect(shown()).toEqual(['cannot send a block', 'Cannot read the file']);
    await user.selectOptions(level, 'Errors only');
    expect(shown()).toEqual(['Cannot read the file']);
  });

  test('counts for lines that come later, and says where none is left', async () => {
    const user = await open();
    await user.type(screen.getByRole('searchbox', { name: 'Search the log' }), 'blocks');
    screen.getByText('No line fits the search.');
    act(() => stream().send('line', [line(4, 'info', 'sent 7 blocks'), line(5, 'info', 'idle')]));
    await screen.findByText('sent 7 blocks');
    expect(shown()).toEqual(['sent 7 blocks']);
  });
});

describe('a log that is followed', () => {
  test('is held while the reader is further up, and goes on at the end', async () => {
    await open();
    screen.getByText('Following');
    scroll(1_000, 600);
    scroll(1_000, 100);
    screen.getByText('Held, new lines below');
    act(() => stream().send('line', [line(4, 'info', 'one more')]));
    await screen.findByText('one more');
    expect(box().scrollTop).toBe(100);
    scroll(1_000, 590);
    screen.getByText('Following');
    expect(screen.queryByRole('button', { name: 'To the end' })).toBeNull();
  });

  test('is not held by lines that are wrapped anew', async () => {
    await open();
    scroll(1_000, 600);
    scroll(1_400, 600);
    screen.getByText('Following');
  });

  test('is taken to its end by a key, and the focus stays at the log', async () => {
    const user = await open();
    scroll(1_000, 600);
    scroll(1_000, 100);
    screen.getByRole('button', { name: 'To the end' }).focus();
    await user.keyboard('{Enter}');
    screen.getByText('Following');
    expect(box().scrollTop).toBe(1_000);
    await waitFor(() => expect(document.activeElement).toBe(box().parentElement));
  });
});

test('every part of a log is reached by Tab, the lines too', async () => {
  const user = await open();
  const order: (string | null)[] = [];
  for (let presses = 0; presses < 5; presses++) {
    await user.tab();
    const { activeElement } = document;
    order.push(activeElement?.getAttribute('aria-label') ?? activeElement?.textContent ?? null);
  }
  expect([order[0], order[1], order[3], order[4]]).toEqual([
    'Search the log',
    'Level',
    'Download',
    'Log of vmagent',
  ]);
});

test('a log that cannot be read says why, and is tried again when asked', async () => {
  fakeApi({});
  const { user } = show(<LogViewer service="vmagent" />);
  act(() => stream().send('failed', { message: 'vmagent has no container.', hint: null, isFinal: true }));
  await screen.findByText('vmagent has no container.');
  screen.getByText('Stopped');
  await user.click(screen.getByRole('button', { name: 'Try again' }));
  act(() => stream().send('line', lines));
  await screen.findByText('started');
  expect(screen.queryByText('vmagent has no container.')).toBeNull();
});
