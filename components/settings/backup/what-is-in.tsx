import { Card, Section } from '@/components/ui/card';
import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';

/** What a backup holds, what it does not, and how it is opened without Weir. */
export function WhatIsIn() {
  return (
    <Section title="What a backup holds">
      <Card className="flex flex-col gap-3 p-4 text-sm md:p-5">
        <p>
          Every setting, with its secrets: <code>.env</code>, all of <code>config/</code>, the owner’s
          password and API tokens as digests, notifications, changed alert rules, and the Grafana that Weir
          writes to.
        </p>
        <p className="text-quiet">
          Not in it: samples, what waits in the buffer, charts of the last hours, events, revisions and
          sessions.
        </p>
        <Details summary="Open it without Weir">
          <div className="flex flex-col gap-2 pt-2">
            <p>It is a tar archive, locked by the program age, which Debian has as a package.</p>
            <CopyText text="age -d -i weir-recovery-key.txt weir-backup.age | tar t" />
          </div>
        </Details>
      </Card>
    </Section>
  );
}
