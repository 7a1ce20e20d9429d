'use client';

import { ErrorNotice } from '@/components/feedback/error-notice';
import { Section } from '@/components/ui/card';
import { Choice } from '@/components/ui/choice';
import { useSaveUpdateSettings } from '@/lib/queries/updates/updates';
import type { UpdatesView } from '@/lib/schemas/updates/updates';
import { askedWords } from './update-words';

/** Whether registries are asked what has come out since the list was made; they are not unless the owner wants it. */
export function RegistryCheck({
  asksRegistries,
  registries,
}: Pick<UpdatesView, 'asksRegistries' | 'registries'>) {
  const { mutate, isPending, error, variables } = useSaveUpdateSettings();
  const wanted = isPending ? variables.asksRegistries : asksRegistries;
  return (
    <Section title="Newer than the list">
      <Choice
        type="checkbox"
        checked={wanted ?? asksRegistries}
        disabled={isPending}
        onChange={(event) => mutate({ asksRegistries: event.target.checked })}
        label="Ask the registries once a day"
        description={`While this page is looked at, and once a day at most, ${registries.hosts.join(', ')} get an anonymous question for the list of tags of each image in use. They learn the address of this connection, and that Weir asks. What has come out is shown; nothing is updated by itself.`}
      />
      {(isPending || asksRegistries) && (
        <p role="status" className="text-quiet text-sm">
          {isPending ? 'The registries are asked…' : askedWords(registries)}
        </p>
      )}
      {error && <ErrorNotice error={error} title="Nothing was saved." />}
    </Section>
  );
}
