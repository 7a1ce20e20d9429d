import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import type { StreamFailure } from '@/lib/schemas/stream-failure';

interface LogStatusProps {
  isConnected: boolean;
  isFollowing: boolean;
  failure: StreamFailure | null;
}

/** Beside the title: whether new lines are shown as they come. */
export function LogStatus({ isConnected, isFollowing, failure }: LogStatusProps) {
  const words = failure?.isFinal
    ? 'Stopped'
    : isConnected
      ? isFollowing
        ? 'Following'
        : 'Held, new lines below'
      : 'Connecting';
  return <p className="text-quiet text-sm">{words}</p>;
}

/** Why no lines come, with another try where none is made by itself. */
export function LogFailure({ failure, retry }: { failure: StreamFailure; retry: () => void }) {
  return (
    <Callout
      tone="waiting"
      role="alert"
      title="The log cannot be read."
      action={failure.isFinal ? <Button onClick={retry}>Try again</Button> : undefined}
    >
      <p>{failure.message}</p>
      {failure.hint && <p>{failure.hint}</p>}
    </Callout>
  );
}
