import { ArrowRight } from 'lucide-react';
import { LinkButton } from '@/components/ui/button';
import type { Action } from '@/lib/schemas/snapshot';

/** The one button of a verdict. */
export function ActionButton({ action }: { action: Action }) {
  const href =
    action.kind === 'link'
      ? action.href
      : action.kind === 'service'
        ? `/services/${action.service}`
        : '/services';
  return (
    <LinkButton href={href} variant="primary" size="lg">
      {action.label}
      <ArrowRight aria-hidden="true" className="size-4" />
    </LinkButton>
  );
}
