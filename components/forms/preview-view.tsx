import { CircleAlert } from 'lucide-react';
import { Callout } from '@/components/ui/callout';
import { Details } from '@/components/ui/details';
import { PlainText } from '@/components/ui/plain-text';
import { plural } from '@/lib/format';
import type { ChangePreview, Effect } from '@/lib/schemas/settings/settings';
import { FileDiffs } from './file-diffs';
import { waitingTitle } from './waiting-words';

const effectWords: Record<Effect['kind'], string> = {
  'hot-secret': 'takes the new secret as it runs',
  rescan: 'looks for its targets again',
  reload: 'reads its file again as it runs',
  recreate: 'is replaced: a short restart',
  create: 'is started',
  remove: 'is stopped and removed',
};

interface PreviewViewProps {
  preview: ChangePreview;
  /** Problems that are said at their fields already are left out. */
  isAtField?: (field: string) => boolean;
}

/** What a change would do: in words, service by service, and in the files, folded away. */
export function PreviewView({ preview, isAtField = () => false }: PreviewViewProps) {
  const { words, effects, files, question } = preview;
  const problems = preview.problems.filter(({ field }) => field === null || !isAtField(field));
  return (
    <div className="flex flex-col gap-3">
      {problems.map(({ message, hint }) => (
        <Callout key={message} tone="losing" icon={CircleAlert} title={<PlainText text={message} />}>
          {hint && <PlainText text={hint} />}
        </Callout>
      ))}
      {words.length > 0 && (
        <ul className="flex list-disc flex-col gap-1.5 pl-5 marker:text-accent">
          {words.map((sentence) => (
            <li key={sentence}>
              <PlainText text={sentence} />
            </li>
          ))}
        </ul>
      )}
      {question && (
        <Callout tone="waiting" title={`${waitingTitle(question.waitingBytes)}.`}>
          You are asked what becomes of them before anything is changed.
        </Callout>
      )}
      {files.length + effects.length > 0 && (
        <Details
          summary={
            files.length > 0
              ? `What changes in ${plural(files.length, 'file')}`
              : 'What happens to the services'
          }
        >
          <div className="flex flex-col gap-3">
            {effects.length > 0 && (
              <ul aria-label="Services" className="flex flex-col gap-1 pl-6 text-sm">
                {effects.map(({ kind, service }) => (
                  <li key={`${service} ${kind}`} className="flex flex-wrap gap-x-2">
                    <strong className="font-strong">{service}</strong>
                    <span className="text-quiet">{effectWords[kind]}</span>
                  </li>
                ))}
              </ul>
            )}
            {files.length > 0 && <FileDiffs files={files} isOpen={files.length === 1} />}
          </div>
        </Details>
      )}
    </div>
  );
}
