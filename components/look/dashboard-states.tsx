'use client';

import { GrafanaFiles } from '@/components/forms/grafana-files';
import { AppLink } from '@/components/ui/app-link';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { isCloud, sourceWords } from '@/lib/pipeline/components';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { SourceId } from '@/lib/schemas/snapshot';

/** The data is kept at the destination alone. */
export function KeptElsewhere({ where, canBeAsked }: { where: string; canBeAsked: boolean }) {
  return (
    <Callout
      tone="info"
      title={`Your data is kept in ${where}.`}
      action={
        <>
          <LinkButton href="/settings/grafana">Put the dashboards into Grafana</LinkButton>
          <LinkButton href="/settings/destination" variant="quiet">
            Settings of the destination
          </LinkButton>
        </>
      }
    >
      <HowToDrawIt canBeAsked={canBeAsked} />
      <p>
        The same dashboards, and alert rules, are ready for Grafana. Weir puts them there with a token, or
        they are imported by hand:
      </p>
      <GrafanaFiles />
    </Callout>
  );
}

function HowToDrawIt({ canBeAsked }: { canBeAsked: boolean }) {
  if (!canBeAsked)
    return (
      <p>
        Weir draws here what the store on this Pi keeps. Where this destination is read cannot be told from
        the address where it is written.
      </p>
    );
  return (
    <p>
      With a token that may read, Weir draws it here.{' '}
      <AppLink href="/settings/proof" className="text-accent underline underline-offset-4">
        Enter a token for reading
      </AppLink>
    </p>
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
