import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';

interface DestinationSilentProps {
  /** The destination's name. */
  where: string;
  /** Sentences. */
  why: string;
  hint: string | null;
}

/** The destination outside does not say what it has. */
export function DestinationSilent({ where, why, hint }: DestinationSilentProps) {
  return (
    <Callout
      tone="unknown"
      title={<span className="[overflow-wrap:anywhere]">{where} cannot be read now.</span>}
      action={
        <>
          <LinkButton href="/settings/proof">Token for reading</LinkButton>
          <LinkButton href="/look" variant="quiet">
            Open Delivery
          </LinkButton>
        </>
      }
    >
      <p className="[overflow-wrap:anywhere]">{why}</p>
      {hint !== null && <p className="[overflow-wrap:anywhere]">{hint}</p>}
      <p>
        This page asks again every minute. What the panel has recorded itself stands in Delivery; whether data
        arrives stands on the overview.
      </p>
    </Callout>
  );
}
