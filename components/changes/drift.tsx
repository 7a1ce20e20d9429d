import { RefreshCw } from 'lucide-react';
import { Card, Section } from '@/components/ui/card';
import { PlainText } from '@/components/ui/plain-text';
import { plural } from '@/lib/format';
import type { Changes } from '@/lib/schemas/revision';
import { SettleButton, type SettleProps } from './settle-button';

interface DriftProps extends SettleProps {
  drift: Changes['drift'];
  /** Applying the edits brings the containers up to date, too: no button of their own. */
  hasEdits: boolean;
}

/** Services that are not as the files say. */
export function Drift({ drift, hasEdits, ...settle }: DriftProps) {
  return (
    <Section title={`${plural(drift.length, 'service is', 'services are')} not as the files say`}>
      <Card>
        <ul className="divide-y divide-line">
          {drift.map(({ service, words }) => (
            <li key={service} className="flex flex-wrap gap-x-4 gap-y-1 px-4 py-3 text-sm">
              <strong className="min-w-32 font-strong">{service}</strong>
              <span className="min-w-0 flex-1 basis-60">
                <PlainText text={words} />
              </span>
            </li>
          ))}
        </ul>
      </Card>
      {hasEdits ? (
        <p className="text-quiet text-sm">Applying the edits brings them up to date, too.</p>
      ) : (
        <div>
          <SettleButton
            {...settle}
            how="adopt"
            variant="primary"
            label="Bring up to date"
            question={`Bring ${plural(drift.length, 'service', 'services')} up to date?`}
            icon={RefreshCw}
          >
            <p>
              {drift.map(({ service }) => service).join(', ')}: reloaded or recreated, whichever is enough.
              What waits in the buffer stays there.
            </p>
          </SettleButton>
        </div>
      )}
    </Section>
  );
}
