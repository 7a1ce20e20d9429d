import { severityLooks } from '@/components/feedback/severity-look';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';
import { plural } from '@/lib/format';
import { useSnapshot } from '@/lib/queries/snapshot';
import type { LookPanel } from '@/lib/schemas/look/dashboard';

/** A panel is read for its picture. */
const MOST = 3;
const ALL_FINDINGS = '/#findings';

/** What Weir finds on this Pi now that belongs to the panel’s question, each with the way to where it is mended or explained. */
export function PanelFindings({ panel }: { panel: LookPanel }) {
  const belongs = (id: string) => panel.findings.some((one) => id === one || id.startsWith(`${one}-`));
  const found = useSnapshot(({ verdict }) => verdict.findings)?.filter(({ id }) => belongs(id)) ?? [];
  const more = found.length - MOST;
  if (found.length === 0) return null;
  return (
    <ul className="flex flex-col text-sm">
      {found.slice(0, MOST).map(({ id, severity, title, href }) => {
        const { icon: Icon, text, word } = severityLooks[severity];
        return (
          <li key={id}>
            <AppLink
              href={href ?? ALL_FINDINGS}
              className="touch flex items-center gap-2 text-accent underline underline-offset-4"
            >
              <Icon aria-hidden="true" className={cn('size-4 shrink-0', text)} />
              <span className="wrap-anywhere min-w-0">
                <span className="sr-only">{word}: </span>
                {title}
              </span>
            </AppLink>
          </li>
        );
      })}
      {more > 0 && (
        <li>
          <AppLink
            href={ALL_FINDINGS}
            className="touch flex items-center text-accent underline underline-offset-4"
          >
            {plural(more, 'more finding')}
          </AppLink>
        </li>
      )}
    </ul>
  );
}
