'use client';

import type { ReactNode } from 'react';
import { type FieldValues, FormProvider, type UseFormReturn } from 'react-hook-form';
import { Announcer } from '@/components/forms/announcer';
import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import { ConflictDialog } from './conflict-dialog';
import type { SettingsFormState } from './use-settings-form';
import { WaitingDialog } from './waiting-dialog';
import { WhatWillHappen } from './what-will-happen';

interface SettingsFormProps<Values extends FieldValues, Output> {
  form: UseFormReturn<Values, unknown, Output>;
  state: SettingsFormState;
  /** Why this form cannot change anything, where an edit by hand is in its way. */
  locked?: string | undefined;
  id?: string;
  /** The fields. */
  children: ReactNode;
}

/** The fields of a form of the settings, below them what a change would do, and the way to do it. */
export function SettingsForm<Values extends FieldValues, Output>({
  form,
  state,
  locked,
  id,
  children,
}: SettingsFormProps<Values, Output>) {
  const isStopped = locked !== undefined || state.isRunning;
  return (
    <Announcer>
      <FormProvider {...form}>
        <form id={id} noValidate onSubmit={state.onSubmit} className="flex flex-col gap-6">
          {locked !== undefined && (
            <Callout tone="waiting" title="This was edited by hand in a way that the form cannot change.">
              <p>
                <PlainText text={locked} />
              </p>
            </Callout>
          )}
          <fieldset disabled={isStopped} className="flex min-w-0 flex-col gap-5">
            {children}
          </fieldset>
          {locked === undefined && <WhatWillHappen state={state} />}
        </form>
      </FormProvider>
      <ConflictDialog state={state} />
      <WaitingDialog state={state} />
    </Announcer>
  );
}
