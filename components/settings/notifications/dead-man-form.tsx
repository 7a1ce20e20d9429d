'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { keepFocus } from '@/components/forms/keep-focus';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { fieldErrorsOf, useSavedForm } from '@/components/forms/use-saved-form';
import { Button } from '@/components/ui/button';
import { Card, Section } from '@/components/ui/card';
import { SelectField } from '@/components/ui/field';
import { Switch } from '@/components/ui/switch';
import { useSaveDeadMan, useTestDeadMan } from '@/lib/queries/notify';
import { type DeadManView, deadManInputSchema } from '@/lib/schemas/notify';
import { SaveRow } from '../save-row';
import { LastResultLine } from './last-result';
import { SendOutcome } from './send-outcome';

/** The ping that goes out every minute: the one thing that tells of a Pi that cannot tell anything. */
export function DeadManForm({ deadMan }: { deadMan: DeadManView }) {
  const { isOn, okWhile, failSignal, urlHost, last } = deadMan;
  const { mutateAsync } = useSaveDeadMan();
  const { form, onSubmit, showErrors, ...saving } = useSavedForm({
    schema: deadManInputSchema,
    saved: { isOn, okWhile, failSignal, url: '' },
    revision: deadMan.revision,
    save: (body, { revision }) => mutateAsync({ body, revision }),
  });
  const test = useTestDeadMan();
  const { errors } = form.formState;
  const onTest = form.handleSubmit((input) => {
    if (!test.isPending) test.mutate(input, { onError: showErrors });
  });
  return (
    <Section title="Dead-man’s switch">
      <p className="text-quiet text-sm">
        A Pi without power or network tells nobody. So Weir pings a service on the internet every minute, and
        that service tells you when the pings stop. Healthchecks.io is one; any other that speaks as it does
        works too.
      </p>
      <Card className="p-4 md:p-5">
        <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-5">
          <Switch {...form.register('isOn')} label="Ping every minute" />
          <SecretField
            {...form.register('url')}
            label="Ping address"
            help={
              <>
                {urlHost && `It is at ${urlHost}. `}
                <KeptSecret secret={deadMan.url} /> Such as https://hc-ping.com/ and what follows. Whoever
                knows it can ping, so it is never shown again.
              </>
            }
            error={errors.url?.message}
            noun="address"
            secret={deadMan.url}
            inputMode="url"
          />
          <SelectField {...form.register('okWhile')} label="Success means" error={errors.okWhile?.message}>
            <option value="degraded">No data is lost; it may wait</option>
            <option value="ok">Everything is well</option>
          </SelectField>
          <SelectField
            {...form.register('failSignal')}
            label="Otherwise"
            help="Only once a finding has lasted long enough to be sent. The ping names the findings by their ids, nothing else. Exit status: 1 losing, 2 down, 3 unknown, 4 degraded."
            error={errors.failSignal?.message}
          >
            <option value="fail">Ping with /fail</option>
            <option value="status">Ping with an exit status</option>
          </SelectField>
          <LastResultLine last={last} isOn={isOn} none="The first ping goes out within a minute." />
          {test.data && <SendOutcome key={test.submittedAt} result={test.data} noun="ping" />}
          {test.error && fieldErrorsOf(test.error).length === 0 && (
            <ErrorNotice error={test.error} title="The ping could not be sent." />
          )}
          <SaveRow {...saving}>
            <Button onMouseDown={keepFocus} onClick={onTest} isPending={test.isPending}>
              Ping now
            </Button>
          </SaveRow>
        </form>
      </Card>
    </Section>
  );
}
