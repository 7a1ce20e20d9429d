import { describe, expect, test } from 'vitest';
import { type FormEvent, type FormState, formState, isPending } from '@/components/forms/form-state';
import { ApiError } from '@/lib/client/api-fetch';

const conflict = new ApiError('revision-conflict', 409, 'It was changed in between.');
const failure = new ApiError('internal', 500, 'Something went wrong.');

const states: Record<FormState['is'], FormState<string>> = {
  idle: { is: 'idle' },
  asking: { is: 'asking' },
  question: { is: 'question', question: 'What becomes of what waits?' },
  sending: { is: 'sending' },
  conflict: { is: 'conflict', error: conflict, base: 'a1' },
  failed: { is: 'failed', error: failure },
  saved: { is: 'saved' },
};

const refused = { type: 'refused', base: 'a1' } as const;
const events = {
  ask: { type: 'ask' },
  asked: { type: 'asked', question: 'What becomes of what waits?' },
  send: { type: 'send' },
  saved: { type: 'saved' },
  conflict: { ...refused, error: conflict, isSaid: false },
  failed: { ...refused, error: failure, isSaid: false },
  said: { ...refused, error: failure, isSaid: true },
  closed: { type: 'closed' },
} as const satisfies Record<string, FormEvent<string>>;

/** State by state, what each event makes of it; an event that is not named changes nothing. */
const table: Record<FormState['is'], Partial<Record<keyof typeof events, FormState['is']>>> = {
  idle: { ask: 'asking', send: 'sending' },
  asking: { asked: 'question', send: 'sending', conflict: 'conflict', failed: 'failed', said: 'idle' },
  question: { send: 'sending', closed: 'idle' },
  sending: { ask: 'asking', saved: 'saved', conflict: 'conflict', failed: 'failed', said: 'idle' },
  conflict: { ask: 'asking', send: 'sending', closed: 'idle' },
  failed: { ask: 'asking', send: 'sending', closed: 'idle' },
  saved: { ask: 'asking', send: 'sending', closed: 'idle' },
};

const cases = Object.values(states).flatMap((state) =>
  (Object.keys(events) as (keyof typeof events)[]).map((event) => {
    const next = table[state.is][event];
    return { from: state.is, event, to: next ?? state.is, state, next: next ? states[next] : state };
  }),
);

describe('the states of a form', () => {
  test.each(cases)('$from, $event: $to', ({ state, event, next }) => {
    expect(formState(state, events[event])).toEqual(next);
  });

  test('an event that comes too late leaves the very state', () => {
    expect(formState(states.failed, events.saved)).toBe(states.failed);
  });

  test('Save waits while it is asked and while it is sent', () => {
    const pending = Object.values(states).filter(isPending);
    expect(pending.map(({ is }) => is)).toEqual(['asking', 'sending']);
  });
});
