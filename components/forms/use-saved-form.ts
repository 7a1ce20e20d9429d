'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { type SyntheticEvent, useEffect, useReducer, useRef } from 'react';
import { type FieldValues, type Path, useForm, useWatch } from 'react-hook-form';
import type { ZodType } from 'zod';
import { ApiError } from '@/lib/client/api-fetch';
import type { BufferChoice } from '@/lib/schemas/settings/settings';
import { focusWrong } from './focus-wrong';
import { type FormEvent, type FormState, formState, isPending } from './form-state';
import { useBaseRevision } from './use-base-revision';
import { useDraft } from './use-draft';

interface Sent {
  /** What the change was made for; null: nothing that was there. */
  revision: string | null;
  /** The answer to the question, where there was one. */
  waiting?: BufferChoice | undefined;
}

interface Ends<Values> {
  /** The form is left: what was typed stays in it, and is no draft any more. */
  finish: () => void;
  /** The form goes on with these values, else with those that were loaded last. */
  startOver: (values?: Values) => void;
}

export interface SavedFormOptions<Values extends FieldValues, Output, Result, Question> {
  /** Names the draft, one for each form. Without it, what is typed is gone with the form. */
  draftKey?: string;
  schema: ZodType<Output, Values>;
  /** As the server has it; secrets empty. What was not touched follows it. */
  saved: Values;
  secretPaths?: readonly Path<Values>[];
  /** Names the state of `saved`. */
  revision?: string | null;
  /** There is something to save though the values are the saved ones. */
  isChanged?: boolean;
  /** From a path of the API, such as `destination.url`, to the field that it belongs to; null: none. */
  toField?: (path: string, values: Values) => Path<Values> | null;
  /** What the owner has to decide first; null: nothing. @param isAgain the server did not take it without an answer */
  ask?: (output: Output, isAgain: boolean) => Promise<Question | null>;
  save: (output: Output, sent: Sent) => Promise<Result>;
  /** Without it the form starts over. */
  onSaved?: (result: Result, ends: Ends<Values>) => unknown;
  /** A conflict is settled by a choice. Without it, saving again after a conflict means it. */
  hasChoice?: boolean;
}

interface Asked<Output, Question> {
  output: Output;
  about: Question;
}

/**
 * The one form of the panel: what is typed is a draft, what another tab saved only replaces what was not touched here,
 * and the server's messages stand at their fields. Nothing typed is given up before it is saved, or before the reader
 * says so.
 */
export function useSavedForm<Values extends FieldValues, Output, Result = unknown, Question = never>(
  options: SavedFormOptions<Values, Output, Result, Question>,
) {
  const { draftKey, schema, saved, secretPaths = [], revision = null, isChanged = false } = options;
  const { toField = samePath<Values>, ask, save, onSaved = anew, hasChoice = false } = options;
  const form = useForm<Values, unknown, Output>({
    resolver: zodResolver(schema),
    values: saved,
    resetOptions: { keepDirtyValues: true },
    mode: 'onTouched',
  });
  const values = useWatch({ control: form.control }) as Values;
  const isDirty = isChanged || JSON.stringify(values) !== JSON.stringify(saved);
  const { base, rebase } = useBaseRevision(draftKey, revision, isDirty);
  const { finish, startOver } = useDraft(form, { draftKey, saved, secretPaths });
  type Stands = Asked<Output, Question>;
  const [state, tell] = useReducer<FormState<Stands>, [FormEvent<Stands>]>(formState, { is: 'idle' });
  const sent = useRef<Element | null>(null);
  const isTold = !hasChoice && state.is === 'conflict' && state.base === base && revision !== base;

  useEffect(() => {
    if (isTold) rebase(revision);
  });

  /** The library leads to a field that has a name of its own. */
  const focusRefused = () => {
    // The messages are on the page then.
    if (sent.current !== null) setTimeout(focusWrong, 0, sent.current);
  };

  /** Puts the server's messages at their fields. @returns whether there are any, and all of them have one */
  function showErrors(error: unknown): boolean {
    const said = fieldErrorsOf(error).map(([path, message]) => {
      const field = toField(path, form.getValues());
      if (field !== null) form.setError(field, { type: 'server', message }, { shouldFocus: true });
      return field !== null;
    });
    if (said.some(Boolean)) focusRefused();
    return said.length > 0 && said.every(Boolean);
  }

  /** @returns whether there is a question, which is open now */
  async function isAsked(output: Output, isAgain: boolean): Promise<boolean> {
    if (!ask) return false;
    tell({ type: 'ask' });
    const about = await ask(output, isAgain);
    if (about !== null) tell({ type: 'asked', question: { output, about } });
    return about !== null;
  }

  async function run(output: Output, waiting?: BufferChoice): Promise<void> {
    try {
      if (waiting === undefined && (await isAsked(output, false))) return;
      tell({ type: 'send' });
      await onSaved(await save(output, { revision: base, waiting }), { finish, startOver });
      tell({ type: 'saved' });
    } catch (error) {
      const wantsAnswer = fieldErrorsOf(error).some(([path]) => path === 'waiting');
      if (wantsAnswer && (await isAsked(output, true).catch(() => false))) return;
      tell({ type: 'refused', error, base, isSaid: showErrors(error) });
    }
  }

  return {
    form,
    values,
    isDirty,
    state,
    base,
    rebase,
    startOver,
    showErrors,
    /** Not awaited: a form that starts over while it is being submitted would count as submitted. */
    onSubmit: (event: SyntheticEvent) => {
      sent.current = event.currentTarget;
      const submit = form.handleSubmit((output) => {
        if (!isPending(state)) void run(output);
      }, focusRefused);
      return submit(event);
    },
    answer: (waiting: BufferChoice) => {
      if (state.is === 'question') void run(state.question.output, waiting);
    },
    close: () => tell({ type: 'closed' }),
    /** Drops what was typed. */
    discard: () => {
      startOver();
      tell({ type: 'closed' });
    },
    /** Saves what is typed where it is complete, and says nothing: where that fails, the draft stays. */
    saveQuietly: () => {
      const parsed = schema.safeParse(form.getValues());
      if (isDirty && parsed.success) save(parsed.data, { revision: base }).then(finish, () => undefined);
    },
  };
}

const samePath = <Values extends FieldValues>(path: string) => path as Path<Values>;
const anew = (_: unknown, { startOver }: Pick<Ends<never>, 'startOver'>) => startOver();

/** The server's messages by their paths. */
export function fieldErrorsOf(error: unknown): [path: string, message: string][] {
  return error instanceof ApiError ? Object.entries(error.fieldErrors) : [];
}
