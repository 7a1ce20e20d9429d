'use client';

import { type ReactNode, type RefCallback, useId } from 'react';
import { Choice } from '@/components/ui/choice';
import { FieldError } from '@/components/ui/field';

interface ServiceCard<Id extends string> {
  id: Id;
  name: string;
  /** What it gives. */
  about: string;
  /** How much that is. */
  amount: string;
}

interface ServiceCardsProps<Id extends string> {
  legend: string;
  /** In the order in which they are sent. */
  cards: readonly ServiceCard<Id>[];
  value: readonly Id[];
  onChange: (services: Id[]) => void;
  onBlur: () => void;
  /** Of the first card: where an error of the whole leads. */
  inputRef: RefCallback<HTMLInputElement>;
  error: string | undefined;
  help: ReactNode;
  /** Below the card of a service that is chosen; while it is open it takes the whole width. */
  more?: (service: Id) => ReactNode;
}

/** What a cloud is asked for: a card for each service, with what it gives and how much that is. */
export function ServiceCards<Id extends string>({
  legend,
  cards,
  value,
  onChange,
  onBlur,
  inputRef,
  error,
  help,
  more,
}: ServiceCardsProps<Id>) {
  const id = useId();

  function choose(service: Id, isOn: boolean) {
    const ids = cards.map((card) => card.id);
    onChange(ids.filter((one) => (one === service ? isOn : value.includes(one))));
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={`${id}-help ${id}-error`}>
      <legend className="mb-1.5 font-strong text-sm">{legend}</legend>
      <div className="grid gap-2 sm:grid-cols-2">
        {cards.map((card, i) => (
          <div key={card.id} className="flex min-w-0 flex-col has-[details[open]]:sm:col-span-2">
            <Choice
              ref={i === 0 ? inputRef : undefined}
              type="checkbox"
              checked={value.includes(card.id)}
              onChange={(event) => choose(card.id, event.target.checked)}
              onBlur={onBlur}
              aria-invalid={error ? true : undefined}
              label={card.name}
              description={
                <>
                  {card.about}
                  <span className="mt-1 block tabular-nums">{card.amount}</span>
                </>
              }
              className="flex-1"
            />
            {value.includes(card.id) && more?.(card.id)}
          </div>
        ))}
      </div>
      <p id={`${id}-error`} className="empty:hidden">
        {error && <FieldError>{error}</FieldError>}
      </p>
      <p id={`${id}-help`} className="text-quiet text-sm">
        {help}
      </p>
    </fieldset>
  );
}
