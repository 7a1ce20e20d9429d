import { Button } from '@/components/ui/button';
import { meantUrl } from './destination-forms';

/** Offers the address that was probably meant, at one press. */
export function MeantUrl({ text, onUse }: { text: string; onUse: (url: string) => void }) {
  const meant = meantUrl(text);
  if (meant === null) return 'It ends in /api/prom/push.';
  return (
    <span className="flex flex-col items-start gap-2">
      <span>
        Data is taken at another path of this host:{' '}
        <code className="break-all font-mono text-xs">{meant}</code>
      </span>
      <Button onClick={() => onUse(meant)}>Use that address</Button>
    </span>
  );
}
