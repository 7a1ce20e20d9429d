import type { ReactNode } from 'react';
import { Button } from './button';
import { Callout } from './callout';

interface PartMissingProps {
  /** What is missing: `This step could not be loaded.` */
  title: string;
  children?: ReactNode;
}

/** In place of a part of the page whose code did not come. */
export function PartMissing({ title, children }: PartMissingProps) {
  return (
    <Callout
      tone="unknown"
      role="status"
      title={title}
      action={<Button onClick={() => window.location.reload()}>Try again</Button>}
    >
      <p>The panel does not answer, or it was updated. {children}</p>
    </Callout>
  );
}
