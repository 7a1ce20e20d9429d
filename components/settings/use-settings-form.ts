'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { type FieldValues, type Path, useWatch } from 'react-hook-form';
import type { ZodType } from 'zod';
import { useDraftForm } from '@/components/forms/use-draft-form';
import { useFreshSettings } from '@/lib/queries/settings';
import type { Settings, SettingsChange } from '@/lib/schemas/settings/settings';
import { useApply } from './use-apply';
import { useBaseRevision } from './use-base-revision';
import { usePlan } from './use-plan';

interface SettingsFormOptions<Values extends FieldValues, Output> {
  /** Names the draft; one for each form. */
  draftKey: string;
  settings: Settings;
  schema: ZodType<Output, Values>;
  /** The form's values as the files have them; secrets empty. */
  read: (settings: Settings) => Values;
  secretPaths?: readonly Path<Values>[];
  /** The change that the values stand for: no more than what differs, where parts of it can differ. */
  toChange: (output: Output) => SettingsChange;
  /** From a path in the change, such as `destination.url`, to the field that it belongs to; null: none. */
  toField: (path: string, values: Values) => Path<Values> | null;
  /** There is something to apply though the values are those of the files. */
  isChanged?: boolean;
  /** Called when what was typed is given up. */
  onDiscard?: () => void;
}

/**
 * A form of the settings: its draft, the plan that moves with it, and the way of a change from Apply to what was
 * verified. What is typed is only given up when it was applied, or when the reader says so.
 */
export function useSettingsForm<Values extends FieldValues, Output>(
  options: SettingsFormOptions<Values, Output>,
) {
  const {
    draftKey,
    settings,
    schema,
    read,
    secretPaths = [],
    toChange,
    toField,
    isChanged = false,
  } = options;
  const saved = read(settings);
  const { form, startOver } = useDraftForm({ draftKey, schema, saved, secretPaths });
  const fresh = useFreshSettings();
  const latest = useRef({ read, toField, fresh });
  const [reason, setReason] = useState('');

  useEffect(() => {
    latest.current = { read, toField, fresh };
  });

  const values = useWatch({ control: form.control });
  const isDirty = isChanged || JSON.stringify(values) !== JSON.stringify(saved);
  const { base, rebase } = useBaseRevision(draftKey, settings.revision, isDirty);
  const parsed = schema.safeParse(values);
  const change = isDirty && parsed.success ? toChange(parsed.data) : null;
  const live = usePlan(change && { change, revision: settings.revision });
  const problems = live.isCurrent ? live.plan?.problems : undefined;

  useEffect(() => {
    if (!problems) return;
    const said = problems.flatMap(({ field, message, hint }) => {
      const path = field === null ? null : latest.current.toField(field, form.getValues());
      return path === null ? [] : [{ path, message: hint ? `${message} ${hint}` : message }];
    });
    for (const { path, message } of said) form.setError(path, { type: 'plan', message });
    return () => {
      for (const { path } of said)
        if (form.getFieldState(path).error?.type === 'plan') form.clearErrors(path);
    };
  }, [problems, form]);

  const onFieldErrors = useCallback(
    (errors: Record<string, string>) =>
      Object.entries(errors)
        .map(([path, message]) => {
          const field = latest.current.toField(path, form.getValues());
          if (field) form.setError(field, { type: 'server', message }, { shouldFocus: true });
          return field !== null;
        })
        .every(Boolean),
    [form],
  );
  const takeTheirs = useCallback(async () => {
    startOver(latest.current.read(await latest.current.fresh()));
    setReason('');
  }, [startOver]);
  const onEnded = useCallback(async () => {
    const theirs = latest.current.read(await latest.current.fresh());
    // A draft that was applied before the page was loaded again is none any more.
    if (JSON.stringify(form.getValues()) === JSON.stringify(theirs)) startOver(theirs);
  }, [form, startOver]);
  const applying = useApply({ base, onFieldErrors, onApplied: takeTheirs, onEnded });

  const onSubmit = form.handleSubmit(async (output) => {
    const hasProblems = live.isCurrent && (live.plan?.problems.length ?? 0) > 0;
    if (!isDirty || hasProblems || applying.isPending || applying.isRunning) return;
    const why = reason.trim();
    const wanted = toChange(output);
    await applying.apply(why ? { ...wanted, reason: why } : wanted, live.isCurrent ? live.plan : null);
  });

  return {
    form,
    state: {
      isDirty,
      isValid: parsed.success,
      live,
      /** The files were changed by somebody else since this was begun. */
      isBehind: isDirty && live.plan !== null && live.plan.revision !== base,
      applying,
      reason,
      setReason,
      onSubmit,
      isAtField: (path: string) => toField(path, form.getValues()) !== null,
      discard: () => {
        startOver(saved);
        setReason('');
        options.onDiscard?.();
      },
      takeTheirs: async () => {
        await takeTheirs();
        options.onDiscard?.();
        applying.dismissConflict();
      },
      keepMine: async () => {
        rebase((await fresh()).revision);
        applying.dismissConflict();
      },
    },
  };
}
export type SettingsFormState = ReturnType<typeof useSettingsForm<FieldValues, unknown>>['state'];
