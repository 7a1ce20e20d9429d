import { BellRing, ExternalLink, Folder, LayoutDashboard } from 'lucide-react';
import { Choice } from '@/components/ui/choice';
import { cn } from '@/lib/cn';
import type { GrafanaThing } from '@/lib/schemas/grafana/grafana';
import { lookOf } from './thing-look';
import { isHeld, type Outcome, overwriteWords, webAddress } from './thing-words';

const icons = { folder: Folder, dashboard: LayoutDashboard, rules: BellRing } as const;

interface ThingRowProps {
  thing: GrafanaThing;
  /** What was just done with it. */
  outcome: Outcome | undefined;
  isTicked: boolean;
  onTick: (isTicked: boolean) => void;
  /** Something is being done: nothing can be ticked. */
  isBusy: boolean;
}

/** A folder, dashboard or group of rules: what would be done with it, or what was done. */
export function ThingRow({ thing, outcome, isTicked, onTick, isBusy }: ThingRowProps) {
  const { kind, title } = thing;
  const Icon = icons[kind];
  const look = lookOf(thing, { isTicked, outcome });
  return (
    <li className="px-4 py-1.5">
      <div className="flex min-h-11 items-center gap-3">
        <Icon aria-hidden="true" className="size-5 shrink-0 text-quiet" />
        <div className="flex min-w-0 flex-1 flex-wrap items-center justify-between gap-x-4 gap-y-0.5">
          <p className="wrap-anywhere min-w-0 text-sm">
            <Title title={title} url={thing.url} />
            {kind !== 'rules' && <span className="text-quiet max-sm:sr-only"> {kind}</span>}
          </p>
          <p className={cn('flex items-center gap-1.5 text-xs', look.text)}>
            <look.icon aria-hidden="true" className="size-3.5 shrink-0" />
            {look.word}
          </p>
        </div>
      </div>
      {isHeld(thing) && (
        <Choice
          type="checkbox"
          checked={isTicked}
          disabled={isBusy}
          onChange={({ target }) => onTick(target.checked)}
          label={
            <span className="text-sm">
              {thing.act === 'removed' ? 'Remove it' : 'Overwrite it'}
              <span className="sr-only">: {title}</span>
            </span>
          }
          description={overwriteWords(thing)}
          className="mb-3 ml-8 px-3 py-2"
        />
      )}
    </li>
  );
}

function Title({ title, url }: Pick<GrafanaThing, 'title' | 'url'>) {
  const address = webAddress(url);
  if (address === null) return <span className="font-strong">{title}</span>;
  return (
    <a
      href={address}
      target="_blank"
      rel="noopener noreferrer"
      className="touch inline-flex items-center gap-1.5 font-strong text-accent underline-offset-4 hover:underline"
    >
      {title}
      <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
      <span className="sr-only">, opens Grafana in a new tab</span>
    </a>
  );
}
