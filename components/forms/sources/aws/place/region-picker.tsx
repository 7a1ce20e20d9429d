'use client';

import { X } from 'lucide-react';
import { type RefCallback, useId, useState } from 'react';
import { FieldError } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { plural } from '@/lib/format';
import { findRegions, regionLabel } from './regions';

interface RegionPickerProps {
  value: readonly string[];
  onChange: (regions: string[]) => void;
  onBlur: () => void;
  inputRef: RefCallback<HTMLInputElement>;
  error: string | undefined;
}

/** Several regions out of all of them: type to narrow the list, tick, and see what is chosen above it. */
export function RegionPicker({ value, onChange, onBlur, inputRef, error }: RegionPickerProps) {
  const id = useId();
  const [query, setQuery] = useState('');
  const found = findRegions(query);

  function toggle(code: string) {
    onChange(value.includes(code) ? value.filter((one) => one !== code) : [...value, code]);
  }

  return (
    <fieldset className="flex min-w-0 flex-col gap-2" aria-describedby={`${id}-help ${id}-error`}>
      <legend className="mb-1.5 font-strong text-sm">Regions</legend>
      {value.length > 0 && (
        <ul className="flex flex-wrap gap-2">
          {value.map((code) => (
            <li key={code}>
              <button
                type="button"
                onClick={() => toggle(code)}
                aria-label={`Remove ${regionLabel(code)}`}
                className="touch flex items-center gap-2 rounded-md border border-water bg-accent-soft px-3 text-sm"
              >
                {regionLabel(code)}
                <X aria-hidden="true" className="size-4 text-quiet" />
              </button>
            </li>
          ))}
        </ul>
      )}
      <Input
        ref={inputRef}
        type="search"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onBlur={onBlur}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return;
          // Takes the only region that is left instead of sending the form.
          event.preventDefault();
          const [only] = found;
          if (only && found.length === 1 && !value.includes(only.code)) toggle(only.code);
        }}
        aria-label="Search the regions by name or code"
        aria-invalid={error ? true : undefined}
        aria-describedby={`${id}-error`}
        placeholder="Search: Ireland, eu-west…"
        autoComplete="off"
        autoCapitalize="none"
        autoCorrect="off"
        spellCheck={false}
        enterKeyHint="done"
      />
      <ul
        aria-label="All regions"
        // While the form is being saved its boxes take no focus, and the list must still scroll.
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        tabIndex={0}
        className="max-h-56 overflow-y-auto rounded-md border border-line bg-sunken"
      >
        {found.map(({ code, name }) => (
          <li key={code}>
            <label className="touch flex cursor-pointer items-center gap-3 px-3 text-sm hover:bg-accent-soft">
              <input
                type="checkbox"
                checked={value.includes(code)}
                onChange={() => toggle(code)}
                className="size-4.5 shrink-0 accent-accent"
              />
              <span className="w-32 shrink-0 font-mono text-xs">{code}</span>
              <span className="min-w-0 text-quiet">{name}</span>
            </label>
          </li>
        ))}
        {found.length === 0 && (
          <li className="px-3 py-3 text-quiet text-sm">No region has “{query}” in its name or code.</li>
        )}
      </ul>
      <p id={`${id}-error`} className="empty:hidden">
        {error && <FieldError>{error}</FieldError>}
      </p>
      <p id={`${id}-help`} className="text-quiet text-sm">
        {value.length > 0 ? `${plural(value.length, 'region')} chosen. ` : ''}The code stands in the address
        of the AWS console and in its top right menu. Each region is read, and billed, by itself.
      </p>
    </fieldset>
  );
}
