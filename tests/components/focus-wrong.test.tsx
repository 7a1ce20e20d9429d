import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { focusWrong } from '@/components/forms/focus-wrong';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
});
afterEach(() => {
  vi.useRealTimers();
  document.body.replaceChildren();
});

const at = (id: string) => document.getElementById(id) as HTMLInputElement;
const focused = () => document.activeElement?.id;
const refuse = (id: string) => at(id).setAttribute('aria-invalid', 'true');
/** The browser tells of what changed after the change. */
const told = () => new Promise((resolve) => setImmediate(resolve));

function show(fields: string): Element {
  document.body.innerHTML = `<form>${fields}</form><input id="elsewhere">`;
  return document.querySelector('form') as Element;
}

test('the focus goes to the first field that is wrong and takes it', () => {
  const form = show(
    '<input id="hidden" aria-invalid="true"><input id="off" aria-invalid="true" disabled><input id="wrong" aria-invalid="true">',
  );
  // As a browser has it with what is not drawn.
  at('hidden').focus = () => undefined;
  focusWrong(form);
  expect(focused()).toBe('wrong');
});

test('a wrong field that has the focus keeps it', () => {
  const form = show('<input id="first" aria-invalid="true"><input id="second" aria-invalid="true">');
  at('second').focus();
  focusWrong(form);
  expect(focused()).toBe('second');
});

test('a field that is marked, or can be reached, a moment later is waited for', async () => {
  const form = show('<input id="off" aria-invalid="true" disabled><input id="later">');
  focusWrong(form);
  await vi.advanceTimersByTimeAsync(1_500);
  at('off').disabled = false;
  await told();
  expect(focused()).toBe('off');
  refuse('later');
  await told();
  expect(focused()).toBe('off');
});

test('what becomes wrong long after takes the focus from nobody', async () => {
  const form = show('<input id="later">');
  focusWrong(form);
  await vi.advanceTimersByTimeAsync(2_100);
  refuse('later');
  await told();
  expect(focused()).not.toBe('later');
});

test.each(['keydown', 'pointerdown', 'input'])(
  '%s of the reader ends it, also where a part of the page keeps it',
  async (sign) => {
    const form = show('<input id="typed"><input id="later">');
    at('typed').addEventListener(sign, (event) => event.stopPropagation());
    focusWrong(form);
    at('typed').dispatchEvent(new Event(sign, { bubbles: true }));
    refuse('later');
    await told();
    expect(focused()).not.toBe('later');
  },
);
