'use client';

import { useRef } from 'react';
import { KeptSecret, SecretField } from '@/components/forms/secret-field';
import { useSavedForm } from '@/components/forms/use-saved-form';
import { Card, Section } from '@/components/ui/card';
import { TextField } from '@/components/ui/field';
import { useKeptFocus } from '@/components/ui/use-kept-focus';
import { useSaveGrafana } from '@/lib/queries/grafana/grafana';
import type { GrafanaView } from '@/lib/schemas/grafana/grafana';
import { SaveRow } from '../save-row';
import { connectionForm, connectionValues } from './connection-forms';
import { ConnectionHelp } from './connection-help';
import { ForgetConnection } from './forget-connection';

/** Which Grafana, and the token of a service account there. */
export function ConnectionForm({ view }: { view: GrafanaView }) {
  const { address, token } = view;
  const { mutateAsync } = useSaveGrafana();
  const { form, onSubmit, ...saving } = useSavedForm({
    draftKey: 'settings-grafana',
    schema: connectionForm(view),
    saved: connectionValues(view),
    secretPaths: ['token'],
    save: (body) => mutateAsync(body),
    onSaved: (saved, { startOver }) => startOver(connectionValues(saved)),
  });
  const { errors } = form.formState;
  // Forgetting takes its own button away.
  const frame = useRef<HTMLDivElement>(null);
  useKeptFocus(frame);
  return (
    <Section title="Connection">
      <Card ref={frame} tabIndex={-1} className="p-4 md:p-5">
        <form noValidate onSubmit={onSubmit} className="flex max-w-lg flex-col gap-5">
          <TextField
            {...form.register('address')}
            label="Address of Grafana"
            help="https://<stack>.grafana.net in Grafana Cloud: what your browser shows while Grafana is open, up to the first slash."
            error={errors.address?.message}
            placeholder="https://<stack>.grafana.net"
            inputMode="url"
          />
          <SecretField
            {...form.register('token')}
            label="Token of a service account"
            help={
              token.isSet ? (
                <>
                  <KeptSecret secret={token} /> Another address needs a token of its own.
                </>
              ) : (
                'It begins with glsa_, is stored on this Pi only and never shown again.'
              )
            }
            error={errors.token?.message}
            noun="token"
            secret={token}
          />
          <ConnectionHelp isOpen={!token.isSet} />
          <SaveRow {...saving}>{token.isSet && <ForgetConnection address={address} />}</SaveRow>
        </form>
      </Card>
    </Section>
  );
}
