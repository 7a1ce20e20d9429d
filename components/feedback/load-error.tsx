import { Button } from '@/components/ui/button';
import { ErrorNotice } from './error-notice';

interface LoadErrorProps {
  error: unknown;
  /** What could not be read: `The events could not be read.` */
  title: string;
  refetch: () => unknown;
  isFetching: boolean;
}

/** In place of what could not be read, with another try. */
export function LoadError({ error, title, refetch, isFetching }: LoadErrorProps) {
  return (
    <ErrorNotice
      error={error}
      title={title}
      action={
        <Button onClick={() => void refetch()} isPending={isFetching}>
          Try again
        </Button>
      }
    />
  );
}
