'use client';

import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { RelativeTime } from '@/components/feedback/relative-time';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { useNewToken, useRemoveToken } from '@/lib/queries/account';
import type { TokenMade, TokenScope, Tokens } from '@/lib/schemas/auth/auth';
import { tokenWords } from './token-words';

interface TokenRowProps {
  scope: TokenScope;
  token: Tokens['tokens'][number] | null;
  onMade: (made: TokenMade) => void;
}

/** A token: what it opens, whether there is one, and making or removing it. */
export function TokenRow({ scope, token, onMade }: TokenRowProps) {
  const [asked, setAsked] = useState<'replace' | 'remove' | null>(null);
  const create = useNewToken();
  const remove = useRemoveToken();
  const { title, about } = tokenWords[scope];
  const close = () => setAsked(null);
  const make = () => create.mutate(scope, { onSuccess: onMade, onSettled: close });

  return (
    <li className="flex flex-col gap-3 px-4 py-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-3">
        <KeyRound aria-hidden="true" className="size-5 shrink-0 text-quiet" />
        <div className="min-w-0 flex-1 basis-52">
          <p className="font-strong text-sm">{title}</p>
          <p className="text-quiet text-sm">{about}</p>
          {token && (
            <p className="text-sm">
              Set, ends in <code className="font-mono">…{token.tail}</code>, made{' '}
              <RelativeTime atMs={token.createdAtMs} />
            </p>
          )}
        </div>
        <div className="flex flex-row-reverse justify-end gap-2 max-sm:ml-9 sm:flex-row">
          {token && (
            <Button variant="quiet" onClick={() => setAsked('remove')} aria-label={`Remove the ${title}`}>
              Remove
            </Button>
          )}
          <Button
            isPending={create.isPending}
            onClick={() => (token ? setAsked('replace') : make())}
            aria-label={`${token ? 'Replace' : 'Make'} the ${title}`}
          >
            {token ? 'Replace' : 'Make'}
          </Button>
        </div>
      </div>
      {create.error && <ErrorNotice error={create.error} title="No token was made." />}
      {remove.error && <ErrorNotice error={remove.error} title="The token may still work." />}
      <Question
        isOpen={asked !== null}
        onClose={close}
        title={`${asked === 'replace' ? 'Replace' : 'Remove'} the ${title.toLowerCase()}?`}
        action={
          <Button
            variant="danger"
            isPending={create.isPending || remove.isPending}
            onClick={() => (asked === 'replace' ? make() : remove.mutate(scope, { onSettled: close }))}
          >
            {asked === 'replace' ? 'Replace it' : 'Remove it'}
          </Button>
        }
      >
        <p>Whatever uses the token that ends in …{token?.tail} stops working at once.</p>
      </Question>
    </li>
  );
}
