'use client';

import { useState } from 'react';
import { Loaded } from '@/components/feedback/loaded';
import { Card, Section } from '@/components/ui/card';
import { Skeleton } from '@/components/ui/skeleton';
import { tokensQuery } from '@/lib/queries/account';
import { useLoad } from '@/lib/queries/use-load';
import { type TokenMade, tokenScopes } from '@/lib/schemas/auth/auth';
import { NewTokenDialog } from './new-token-dialog';
import { TokenRow } from './token-row';

/** One token to read with and one to change settings with, for what is no browser. */
export function ApiTokens() {
  const load = useLoad(tokensQuery());
  const [made, setMade] = useState<TokenMade | null>(null);
  return (
    <Section title="API tokens">
      <Loaded load={load} title="The tokens could not be read." waiting={<Skeleton className="h-36" />}>
        {(data) => (
          <Card>
            <ul className="divide-y divide-line">
              {tokenScopes.map((scope) => (
                <TokenRow
                  key={scope}
                  scope={scope}
                  token={data.tokens.find((token) => token.scope === scope) ?? null}
                  onMade={setMade}
                />
              ))}
            </ul>
          </Card>
        )}
      </Loaded>
      <NewTokenDialog made={made} onClose={() => setMade(null)} />
    </Section>
  );
}
