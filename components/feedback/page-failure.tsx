import { Button, LinkButton } from '@/components/ui/button';

interface PageFailureProps {
  /** Next gives the digest to what was thrown on the server; the panel's log has the same. */
  error: Error & { digest?: string };
}

/** A page that broke. The pipeline does not depend on it. Part of each first load, so it is kept plain. */
export function PageFailure({ error }: PageFailureProps) {
  return (
    <div role="alert" className="mx-auto mt-8 flex max-w-2xl flex-col gap-4">
      <h1 className="font-strong text-2xl">This page could not be shown.</h1>
      <p>
        Something went wrong inside the panel. Your pipeline does not need it: it goes on collecting and
        delivering.
      </p>
      {error.digest && (
        <p className="text-quiet">
          Request id <code className="select-all font-mono">{error.digest}</code>
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button variant="primary" onClick={() => window.location.reload()}>
          Try again
        </Button>
        <LinkButton href="/">To the overview</LinkButton>
      </div>
    </div>
  );
}
