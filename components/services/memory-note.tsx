import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';

/** Why memory is unknown on most Pis, and the exact way to change that. */
export function MemoryNote() {
  return (
    <Details summary="Why is the memory unknown?" className="text-sm">
      <div className="flex max-w-2xl flex-col gap-3 pb-2 pl-6">
        <p>
          This Pi’s kernel was started without its memory accounting, as is usual on a Pi. Docker then cannot
          measure the memory of a container, nor limit it.
        </p>
        <p>
          To turn it on, add this to the end of the one line in{' '}
          <code className="font-mono text-xs">/boot/firmware/cmdline.txt</code>, with a space before it, and
          restart the Pi:
        </p>
        <CopyText text="cgroup_enable=memory cgroup_memory=1" />
      </div>
    </Details>
  );
}
