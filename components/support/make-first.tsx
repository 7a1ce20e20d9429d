import { PackageOpen } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { Card } from '@/components/ui/card';

interface MakeFirstProps {
  /** Why the last try came to nothing. */
  failure: string | null;
  isPending: boolean;
  onMake: () => void;
}

/** What a bundle is, while there is none. */
export function MakeFirst({ failure, isPending, onMake }: MakeFirstProps) {
  return (
    <>
      {failure && (
        <Callout tone="losing" role="alert" title="The bundle could not be made.">
          <p>{failure}</p>
        </Callout>
      )}
      <Card className="flex flex-col items-start gap-4 p-4">
        <p className="flex items-center gap-2.5 font-strong">
          <PackageOpen aria-hidden="true" className="size-5 shrink-0 text-accent" />
          There is no bundle now.
        </p>
        <ul className="flex list-disc flex-col gap-1 pl-5 text-sm">
          <li>Versions, the verdict with its findings, targets, events, and the last 24 hours of figures</li>
          <li>The last 500 lines of each log, and the files of the stack</li>
          <li>
            Every secret masked: tokens, passwords, keys, wherever they stand and however they are written
          </li>
        </ul>
        <p className="text-quiet text-sm">
          You see each file before you download anything. The bundle is kept for ten minutes, in memory only.
        </p>
        <Button variant="primary" onClick={onMake} isPending={isPending}>
          Make the bundle
        </Button>
      </Card>
    </>
  );
}
