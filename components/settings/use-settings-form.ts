'use client';

import { useQuery } from '@tanstack/react-query';
import { type SyntheticEvent, useEffect, useReducer, useRef, useState } from 'react';
import { type FieldValues, get, type Path } from 'react-hook-form';
import { focusWrong } from '@/components/forms/focus-wrong';
import { isPending } from '@/components/forms/form-state';
import { type SavedFormOptions, useSavedForm } from '@/components/forms/use-saved-form';
import { previewChange, useApplyChange, useFreshSettings } from '@/lib/queries/settings';
import { currentTaskQuery } from '@/lib/queries/tasks';
import type { ChangePreview, ChangeStarted, Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import type { Task } from '@/lib/schemas/task';
import { shownTask } from './shown-task';
import { type LivePreview, usePreview } from './use-preview';

type Question = NonNullable<ChangePreview['question']>;

interface SettingsFormOptions<Values extends FieldValues, Output>
  extends Pick<
    SavedFormOptions<Values, Output, ChangeStarted, Question>,
    'schema' | 'secretPaths' | 'isChanged'
  > {
  draftKey: string;
  settings: Settings;
  /** The form's values as the files have them; secrets empty. */
  read: (settings: Settings) => Values;
  /** The change that the values stand for: no more than what differs, where parts of it can differ. */
  toChange: (output: Output) => SettingsChange;
  toField: (path: string, values: Values) => Path<Values> | null;
  onDiscard?: () => void;
}

const ASK_MS = 30_000;

/**
 * A form of the settings: with the preview that moves with what is typed, and the task from Apply to what was verified.
 * What is typed is only given up when it was applied, or when the reader says so.
 */
export function useSettingsForm<Values extends FieldValues, Output>(
  options: SettingsFormOptions<Values, Output>,
) {
  const { settings, read, toChange, toField, onDiscard, ...rest } = options;
  const fresh = useFreshSettings();
  const { mutateAsync } = useApplyChange();
  const [reason, setReason] = useState('');
  const [job, tellTask] = useReducer(shownTask, null);

  const toSend = (output: Output): SettingsChange => {
    const why = reason.trim();
    return why ? { ...toChange(output), reason: why } : toChange(output);
  };
  const saved = useSavedForm<Values, Output, ChangeStarted, Question>({
    ...rest,
    toField,
    saved: read(settings),
    revision: settings.revision,
    hasChoice: true,
    ask: async (output, isAgain) => {
      const known = !isAgain && live.isCurrent ? live.preview : null;
      return (known ?? (await previewChange(toSend(output), AbortSignal.timeout(ASK_MS)))).question;
    },
    save: (output, { revision, waiting }) =>
      mutateAsync({ change: { ...toSend(output), waiting }, revision: revision ?? settings.revision }),
    onSaved: async ({ taskId }) => {
      tellTask(taskId === null ? { type: 'spared' } : { type: 'started', id: taskId });
      if (taskId === null) await takeFresh();
    },
  });
  const { form, values, isDirty, state, base } = saved;
  const parsed = options.schema.safeParse(values);
  const change = isDirty && parsed.success ? toChange(parsed.data) : null;
  const live: LivePreview = usePreview(change && { change, revision: settings.revision });
  const { errors } = form.formState;
  const toPath = (field: string | null) => (field === null ? null : toField(field, form.getValues()));
  const latest = useRef({ toPath });
  const problems = live.isCurrent ? live.preview?.problems : undefined;
  const isRunning = job?.isOwn === true && job.ended === null;
  const current = useQuery(currentTaskQuery()).data;
  const seenId = current?.kind === 'apply' && current.state === 'running' ? current.id : null;
  const isSending = state.is === 'sending';
  const canSend = isDirty && !isRunning && !problems?.length;

  useEffect(() => {
    latest.current = { toPath };
  });

  useEffect(() => {
    // While one is being asked for, the one that runs may be it.
    if (seenId !== null && !isSending) tellTask({ type: 'seen', id: seenId });
  }, [seenId, isSending]);

  useEffect(() => {
    const paths = (problems ?? []).map(({ field }) => latest.current.toPath(field));
    return () => {
      for (const path of paths)
        if (path !== null && form.getFieldState(path).error?.type === 'preview') form.clearErrors(path);
    };
  }, [problems, form]);

  useEffect(() => {
    for (const { field, message, hint } of problems ?? []) {
      const path = latest.current.toPath(field);
      // A field that is left is checked anew, and loses what its schema does not say.
      if (path === null || get(errors, path)) continue;
      form.setError(path, { type: 'preview', message: hint ? `${message} ${hint}` : message });
    }
  }, [problems, errors, form]);

  async function takeFresh(): Promise<void> {
    saved.startOver(read(await fresh()));
    setReason('');
  }

  async function onTaskEnd(ended: Task) {
    const isApplied = ended.state === 'succeeded' && job?.isOwn;
    await (isApplied ? takeFresh() : dropWhatIsApplied()).catch(() => undefined);
    tellTask({ type: 'ended', task: ended });
  }

  /** A draft that was applied before the page was loaded again is none any more. */
  async function dropWhatIsApplied() {
    const theirs = read(await fresh());
    if (JSON.stringify(form.getValues()) === JSON.stringify(theirs)) saved.startOver(theirs);
  }

  return {
    form,
    values,
    state: {
      isDirty,
      isValid: parsed.success,
      live,
      /** The files were changed by somebody else since this was begun. */
      isBehind: isDirty && live.preview !== null && live.preview.revision !== base,
      /** Where the change is on its way. */
      change: state,
      isPending: isPending(state),
      question: state.is === 'question' ? state.question.about : null,
      answer: saved.answer,
      /** Closes the question, or the conflict. */
      close: saved.close,
      job,
      isRunning,
      onTaskEnd,
      /** Goes on with a task that was started beside the form: an undo. */
      follow: (id: string) => tellTask({ type: 'started', id }),
      reason,
      setReason,
      onSubmit: (event: SyntheticEvent) => {
        event.preventDefault();
        if (canSend) void saved.onSubmit(event);
        else if (problems?.length) focusWrong(event.currentTarget);
      },
      isAtField: (field: string) => toPath(field) !== null,
      discard: () => {
        saved.discard();
        setReason('');
        onDiscard?.();
      },
      takeTheirs: async () => {
        await takeFresh();
        onDiscard?.();
        saved.close();
      },
      keepMine: async () => {
        saved.rebase((await fresh()).revision);
        saved.close();
      },
    },
  };
}
export type SettingsFormState = ReturnType<typeof useSettingsForm<FieldValues, unknown>>['state'];
