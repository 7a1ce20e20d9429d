import { CopyText } from '@/components/ui/copy-text';
import { Details } from '@/components/ui/details';
import { snippetsFor, TOKEN_PLACE } from './snippets';

/** Settings of other programs for this panel. In a browser only: they have the address at which it was opened. */
export function SnippetList() {
  return (
    <ul className="divide-y divide-line">
      {snippetsFor(window.location.origin).map(({ title, file, text }) => (
        <li key={title} className="px-4 py-1">
          <Details summary={title}>
            <div className="flex flex-col gap-2 pb-3">
              <p className="text-quiet text-sm">
                Goes into <code className="font-mono">{file}</code>, with the read token in the place of{' '}
                <code className="font-mono">{TOKEN_PLACE}</code>.
              </p>
              <CopyText text={text} />
            </div>
          </Details>
        </li>
      ))}
    </ul>
  );
}
