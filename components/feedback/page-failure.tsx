import { Button, LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';

interface PageFailureProps {
  /** Next gives the digest to what was thrown on the server; the panel's log has the same. */
  error: Error & { digest?: string };
  onRetry: () => void;
}

/** A page that broke. The pipeline does not depend on it. */
export function PageFailure({ error, onRetry }: PageFailureProps) {
  return (
    <div className="mx-auto mt-8 flex max-w-2xl flex-col gap-4">
      <h1 className="font-strong text-2xl">This page could not be shown.</h1>
      <Callout
        tone="unknown"
        role="alert"
        title="Something went wrong inside the panel."
        action={
          <>
            <Button variant="primary" onClick={onRetry}>
              Try again
            </Button>
            <LinkButton href="/">To the overview</LinkButton>
          </>
        }
      >
        <p>Your pipeline does not need the panel: it goes on collecting and delivering.</p>
        {error.digest && (
          <p className="text-quiet">
            Request id <code className="select-all font-mono">{error.digest}</code>
          </p>
        )}
      </Callout>
    </div>
  );
}
