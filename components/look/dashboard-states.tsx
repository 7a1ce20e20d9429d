'use client';

import { AppLink } from '@/components/ui/app-link';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { PlainText } from '@/components/ui/plain-text';
import { isCloud, sourceWords } from '@/lib/pipeline/components';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { SourceId } from '@/lib/schemas/snapshot';

/** The data is kept at the destination alone. */
export function KeptElsewhere({ where }: { where: string }) {
  return (
    <Callout
      tone="info"
      title={`Your data is kept in ${where}.`}
      action={<LinkButton href="/settings/destination">Settings of the destination</LinkButton>}
    >
      <p>Weir draws here what the store on this Pi keeps.</p>
      <p>
        <PlainText text="The same dashboards are ready for Grafana: their files are in `compose/dashboards`, in the folder of Weir. Grafana imports them under Dashboards → New → Import." />
      </p>
    </Callout>
  );
}

/** The store on this Pi does not answer. @param why a sentence */
export function StoreSilent({ why }: { why: string }) {
  return (
    <Callout
      tone="unknown"
      title={<span className="[overflow-wrap:anywhere]">{why}</span>}
      action={
        <>
          <LinkButton href="/services/victoria-metrics">Open victoria-metrics</LinkButton>
          <LinkButton href="/look" variant="quiet">
            Open Delivery
          </LinkButton>
        </>
      }
    >
      <p>This page keeps asking. What the panel has recorded itself stands in Delivery.</p>
    </Callout>
  );
}

/** Why nothing new comes to what is shown. */
export function SourceOff({ source }: { source: SourceId | null }) {
  const isOff = useSnapshot(({ sources }) =>
    sources.some(({ id, state }) => id === source && state === 'off'),
  );
  if (source === null || !isOff) return null;
  const name = sourceWords(source);
  return (
    <p className="flex flex-wrap items-center gap-x-3 text-quiet text-sm">
      {isCloud(source) ? name : `The source ${name}`} is off. What stands here was kept before.
      <AppLink
        href={`/sources/${source}`}
        className="touch inline-flex items-center text-accent underline-offset-4 hover:underline"
      >
        Open {name}
      </AppLink>
    </p>
  );
}
