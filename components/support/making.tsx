import { Card } from '@/components/ui/card';
import { Progress } from '@/components/ui/progress';
import type { SupportState } from '@/lib/schemas/support';

/** How far it is. Takes a second or two, longer where something does not answer. */
export function Making({ making: { done, total, label } }: { making: NonNullable<SupportState['making']> }) {
  return (
    <Card className="flex flex-col gap-3 p-4">
      <p className="font-strong" role="status">
        The bundle is being made.
      </p>
      <Progress label="Parts that are done" value={done} max={total} />
      <p className="text-quiet text-sm">
        {done} of {total}: {label}
      </p>
    </Card>
  );
}
