'use client';

import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import type { PisRead, PisView } from '@/lib/schemas/look/pis';

type Faulty = Exclude<PisView, { state: 'read' }>;

/** Why nothing can be shown. */
export function PisUnread({ view }: { view: Faulty }) {
  if (view.state === 'silent') {
    const { where, message, hint } = view;
    return (
      <Callout
        tone="unknown"
        title={<span className="[overflow-wrap:anywhere]">{message}</span>}
        action={
          where === null ? (
            <LinkButton href="/services/victoria-metrics">Open victoria-metrics</LinkButton>
          ) : (
            <LinkButton href="/settings/proof">Proof of arrival</LinkButton>
          )
        }
      >
        {hint && <p>{hint}</p>}
        <p>Meanwhile the state of the other Pis is not known. This page keeps asking.</p>
      </Callout>
    );
  }
  const { state, where } = view;
  if (state === 'no-token')
    return (
      <Callout
        tone="info"
        title="A token for reading is needed."
        action={<LinkButton href="/settings/proof">Proof of arrival: put in a token</LinkButton>}
      >
        <p className="[overflow-wrap:anywhere]">
          With it {where} is asked what it has of every Pi: how old its newest sample is, its series, what its
          panel finds and its version.
        </p>
      </Callout>
    );
  return (
    <Callout
      tone="unknown"
      title={<span className="[overflow-wrap:anywhere]">{where} cannot be asked.</span>}
      action={<LinkButton href="/settings/destination">Settings of the destination</LinkButton>}
    >
      <p>
        The address that Weir writes to does not tell where the data can be read. One that ends in
        /api/prom/push, /api/v1/push or /api/v1/write does.
      </p>
    </Callout>
  );
}

/** What may surprise: nothing at all, only this Pi, or all but this one. */
export function PisNotice({ view: { pis, hasMore, isNameKnown } }: { view: PisRead }) {
  const hasThisPi = pis.some(({ isThisPi }) => isThisPi);
  if (pis.length === 0)
    return (
      <Callout tone="unknown" title="Nothing has come from any Pi within 7 days.">
        <p>A Pi stands here as soon as its first samples have arrived, and for 7 days after its last.</p>
      </Callout>
    );
  if (!hasThisPi)
    return (
      <Callout
        tone="unknown"
        title={isNameKnown ? 'This Pi is not among them.' : 'Which of them is this Pi is not known.'}
        action={<LinkButton href="/">Open the overview</LinkButton>}
      >
        <p>{absenceWords(hasMore, isNameKnown)}</p>
      </Callout>
    );
  if (pis.length === 1)
    return (
      <Callout tone="info" title="Only this Pi writes here.">
        <p>
          Another one stands beside it once it sends to the same destination, under a name of its own (the
          label cluster).
        </p>
      </Callout>
    );
  return null;
}

function absenceWords(hasMore: boolean, isNameKnown: boolean): string {
  if (!isNameKnown) return 'Its name, the label cluster, could not be read from the files.';
  return hasMore
    ? 'There are more Pis than are shown, and it may be one of the others.'
    : 'Nothing has come within 7 days under its present name.';
}
