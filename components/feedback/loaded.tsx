import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import type { Load } from '@/lib/queries/use-load';
import { ErrorNotice } from './error-notice';

interface LoadErrorProps {
  load: Omit<Load<unknown>, 'data'>;
  /** What could not be read: `The events could not be read.` */
  title: string;
}

/** In place of what could not be read, with another try. */
export function LoadError({ load: { error, refetch, isFetching }, title }: LoadErrorProps) {
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

interface LoadedProps<T> extends LoadErrorProps {
  load: Load<T>;
  /** Keeps its place until it is here. */
  waiting: ReactNode;
  children: (data: T) => ReactNode;
}

/** What was asked for; where it could not be read, why. */
export function Loaded<T>({ load, title, waiting, children }: LoadedProps<T>) {
  if (load.data !== undefined) return children(load.data);
  return load.error ? <LoadError load={load} title={title} /> : waiting;
}
