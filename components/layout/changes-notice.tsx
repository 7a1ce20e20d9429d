import { FilePen } from 'lucide-react';
import { Fragment } from 'react';
import { LinkButton } from '@/components/ui/button';
import { Callout } from '@/components/ui/callout';
import { plural } from '@/lib/format';
import type { Changes } from '@/lib/schemas/revision';

export function ChangesNotice({ changes }: { changes: Changes }) {
  return (
    <Callout
      tone="waiting"
      icon={FilePen}
      title={changesWords(changes)
        .split('/')
        .map((part, index) => (
          // A path may break at its slashes.
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
          <Fragment key={index}>
            {index > 0 && '/'}
            {index > 0 && <wbr />}
            {part}
          </Fragment>
        ))}
      action={<LinkButton href="/changes">See and decide</LinkButton>}
      className="mb-5"
    />
  );
}

function changesWords({ unsettled, handEdits, drift }: Changes): string {
  if (unsettled) return `A change was cut short. ${unsettled}`;
  const [edit] = handEdits;
  const edited =
    handEdits.length === 1 && edit
      ? `${edit.path} was edited by hand`
      : handEdits.length > 1
        ? `${plural(handEdits.length, 'file')} were edited by hand`
        : null;
  const drifted =
    drift.length > 0
      ? `${drift.map(({ service }) => service).join(', ')} ${drift.length === 1 ? 'is' : 'are'} not as the files say`
      : null;
  return `${[edited, drifted].filter((part) => part !== null).join('; ')}.`;
}
