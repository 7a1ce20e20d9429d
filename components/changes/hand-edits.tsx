import { FileCheck, Undo2 } from 'lucide-react';
import { FileDiffs } from '@/components/forms/file-diffs';
import { Section } from '@/components/ui/card';
import { plural } from '@/lib/format';
import type { FileDiff } from '@/lib/schemas/file-diff';
import { SettleButton, type SettleProps } from './settle-button';

interface HandEditsProps extends SettleProps {
  files: readonly FileDiff[];
}

/** Files that were edited by hand: the difference, and keeping or undoing it. */
export function HandEdits({ files, ...settle }: HandEditsProps) {
  return (
    <Section title={`${plural(files.length, 'file was', 'files were')} edited by hand`}>
      <p className="text-quiet text-sm">
        Compared with what the panel saved last. Until you apply the edits, they may work only in part: a
        container keeps what it read when it started. Secrets are masked.
      </p>
      <FileDiffs files={files} isOpen={files.length <= 2} />
      <div className="flex flex-wrap gap-3">
        <SettleButton
          {...settle}
          how="adopt"
          variant="primary"
          label="Apply my edits"
          question="Apply the edits?"
          icon={FileCheck}
        >
          <p>
            The edited files are checked by the real programs, the services that they concern are brought up
            to date, and the state becomes a revision. If a check fails, everything keeps running as it is and
            your files stay as you left them.
          </p>
        </SettleButton>
        <SettleButton {...settle} how="revert" label="Undo the edits" question="Undo the edits?" icon={Undo2}>
          <p>
            The files go back to the newest revision. What you see above as added is gone then; copy what you
            want to keep.
          </p>
        </SettleButton>
      </div>
    </Section>
  );
}
