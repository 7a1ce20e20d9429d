import { DiffView } from '@/components/forms/diff-view';
import { Card, Section } from '@/components/ui/card';
import { Details } from '@/components/ui/details';
import { plural } from '@/lib/format';
import type { LaunchPlan } from '@/lib/schemas/launch';

type PlannedFile = LaunchPlan['files'][number];

const words: Record<PlannedFile['action'], string> = {
  create: 'new',
  change: 'changed',
  unchanged: 'unchanged',
};

/** The files that will be written, each with its change folded under it. */
export function PlanFiles({ files }: { files: readonly PlannedFile[] }) {
  const changed = files.filter((file) => file.action !== 'unchanged');
  const kept = files.filter((file) => file.action === 'unchanged');
  return (
    <Section title="Files">
      <Card className="divide-y divide-line">
        {changed.map((file) => (
          <Details
            key={file.path}
            className="px-3"
            summary={
              <span className="flex flex-wrap items-baseline justify-between gap-x-3">
                <code className="break-all font-mono text-ink">{file.path}</code>
                <span className="text-quiet">{words[file.action]}</span>
              </span>
            }
          >
            <DiffView path={file.path} diff={file.diff} />
          </Details>
        ))}
        {kept.length > 0 && (
          <Details
            className="px-3"
            summary={
              <span className="text-quiet">
                {plural(kept.length, 'file stays as it is', 'files stay as they are')}
              </span>
            }
          >
            <ul className="pb-3 pl-6 font-mono text-quiet text-xs">
              {kept.map((file) => (
                <li key={file.path} className="break-all py-0.5">
                  {file.path}
                </li>
              ))}
            </ul>
          </Details>
        )}
        {files.length === 0 && <p className="px-4 py-3 text-quiet text-sm">No file changes.</p>}
      </Card>
      <p className="text-quiet text-sm">
        Secrets are masked here. Every file can be read and edited by hand, too.
      </p>
    </Section>
  );
}
