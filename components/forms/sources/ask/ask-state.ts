import type { SourceAnswer } from '@/lib/schemas/source-answer';

/** Where asking a cloud is. `key` names what was asked, `id` the asking itself. */
export type AskState =
  | { at: 'idle' }
  | { at: 'asking'; key: string; id: string }
  | { at: 'stopped' }
  | { at: 'answered'; key: string; answer: SourceAnswer }
  | { at: 'failed'; error: unknown };

export type AskEvent =
  | { type: 'ask'; key: string; id: string }
  | { type: 'stop' }
  | { type: 'answer'; key: string; answer: SourceAnswer }
  | { type: 'fail'; key: string; error: unknown };

/** What comes of a question that was stopped, or asked anew, changes nothing. */
export function askReducer(state: AskState, event: AskEvent): AskState {
  if (event.type === 'ask') return { at: 'asking', key: event.key, id: event.id };
  if (state.at !== 'asking') return state;
  if (event.type === 'stop') return { at: 'stopped' };
  if (event.key !== state.key) return state;
  return event.type === 'answer'
    ? { at: 'answered', key: event.key, answer: event.answer }
    : { at: 'failed', error: event.error };
}
