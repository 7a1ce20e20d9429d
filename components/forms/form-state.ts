import { ApiError } from '@/lib/client/api-fetch';

/** Where a form is on the way from what is typed to what is saved; one state at a time. */
export type FormState<Question = unknown> =
  | { is: 'idle' }
  /** Whether the owner has to decide something is being asked. */
  | { is: 'asking' }
  /** The owner has to decide; nothing is sent before. */
  | { is: 'question'; question: Question }
  | { is: 'sending' }
  /** The server has another revision than `base`, the one that was sent. */
  | { is: 'conflict'; error: ApiError; base: string | null }
  | { is: 'failed'; error: unknown }
  | { is: 'saved' };

export type FormEvent<Question = unknown> =
  | { type: 'ask' }
  | { type: 'asked'; question: Question }
  | { type: 'send' }
  | { type: 'saved' }
  /** `isSaid`: every message of the error stands at its field. */
  | { type: 'refused'; error: unknown; base: string | null; isSaid: boolean }
  /** The question, the conflict or the failure was closed. */
  | { type: 'closed' };

const resting = ['idle', 'conflict', 'failed', 'saved'] as const;

/** The states in which each event counts. Elsewhere it is late, and changes nothing. */
const counts: Record<FormEvent['type'], readonly FormState['is'][]> = {
  // While it is sent, too: the server may want an answer that nobody was asked for.
  ask: [...resting, 'sending'],
  asked: ['asking'],
  send: [...resting, 'asking', 'question'],
  saved: ['sending'],
  refused: ['asking', 'sending'],
  closed: [...resting, 'question'],
};

export function formState<Question>(
  state: FormState<Question>,
  event: FormEvent<Question>,
): FormState<Question> {
  if (!counts[event.type].includes(state.is)) return state;
  switch (event.type) {
    case 'ask':
      return { is: 'asking' };
    case 'asked':
      return { is: 'question', question: event.question };
    case 'send':
      return { is: 'sending' };
    case 'saved':
      return { is: 'saved' };
    case 'closed':
      return { is: 'idle' };
    case 'refused':
      return refused(event.error, event.base, event.isSaid);
  }
}

function refused(error: unknown, base: string | null, isSaid: boolean): FormState<never> {
  if (error instanceof ApiError && error.code === 'revision-conflict') return { is: 'conflict', error, base };
  return isSaid ? { is: 'idle' } : { is: 'failed', error };
}

/** Something is under way; Save waits for it. */
export function isPending({ is }: FormState): boolean {
  return is === 'asking' || is === 'sending';
}
