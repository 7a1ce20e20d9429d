'use client';

import { useState } from 'react';
import { ErrorNotice } from '@/components/feedback/error-notice';
import { Button } from '@/components/ui/button';
import { Question } from '@/components/ui/dialog';
import { useForgetGrafana } from '@/lib/queries/grafana/grafana';

/** Deletes the token on this Pi; what is in Grafana stays. */
export function ForgetConnection({ address }: { address: string }) {
  const [isAsked, setIsAsked] = useState(false);
  const forget = useForgetGrafana();
  const close = () => setIsAsked(false);
  return (
    <>
      <Button variant="quiet" onClick={() => setIsAsked(true)}>
        Forget
      </Button>
      {forget.error && (
        <ErrorNotice
          error={forget.error}
          title="The token may still be stored."
          className="order-last w-full"
        />
      )}
      <Question
        isOpen={isAsked}
        onClose={close}
        title="Forget the connection?"
        action={
          <Button
            variant="danger"
            isPending={forget.isPending}
            onClick={() => forget.mutate(undefined, { onSettled: close })}
          >
            Forget it
          </Button>
        }
      >
        <p className="wrap-anywhere">The token for {address} is deleted on this Pi.</p>
        <p>
          What Weir put into Grafana stays there: remove it first, if that is what you want. In Grafana the
          token is valid until it is deleted there.
        </p>
      </Question>
    </>
  );
}
