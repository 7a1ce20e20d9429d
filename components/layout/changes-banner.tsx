'use client';

import { FilePen } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { plural } from '@/lib/format';
import { useChanges } from '@/lib/queries/changes';
import type { Changes } from '@/lib/schemas/revision';

/** Says on every page that files, history and containers disagree; nothing while they agree. */
export function ChangesBanner() {
  const { changes, isApplying } = useChanges();
  const pathname = usePathname();
  const title = changes && bannerWords(changes);
  if (!title || isApplying || pathname === '/changes') return null;
  return (
    <Callout
      tone="waiting"
      icon={FilePen}
      title={title}
      action={<LinkButton href="/changes">See and decide</LinkButton>}
      className="mb-5"
    />
  );
}

function bannerWords({ unsettled, handEdits, drift }: Changes): string | null {
  if (unsettled) return `A change was cut short. ${unsettled}`;
  const [edit] = handEdits;
  const edited =
    handEdits.length === 1 && edit
      ? `${edit.path} was edited by hand`
      : handEdits.length > 1
        ? `${plural(handEdits.length, 'file')} were edited by hand`
        : null;
  const older =
    drift.length > 0
      ? `${drift.map(({ service }) => service).join(', ')} ${drift.length === 1 ? 'runs' : 'run'} something older than the files say`
      : null;
  const words = [edited, older].filter((part) => part !== null).join('; ');
  return words ? `${words}.` : null;
}
