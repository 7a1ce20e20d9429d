'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { currentTheme, saveTheme, subscribeTheme } from '@/lib/client/theme-store';
import { type Theme, themes } from '@/lib/theme';

const LOOKS = {
  system: { icon: Monitor, label: 'System' },
  light: { icon: Sun, label: 'Light' },
  dark: { icon: Moon, label: 'Dark' },
} as const;

export function ThemeChoice() {
  const theme = useSyncExternalStore(subscribeTheme, currentTheme, (): Theme => 'system');
  return (
    <fieldset>
      <legend className="mb-1.5 font-strong text-sm">Theme</legend>
      <div className="flex rounded-md border border-line-strong p-0.5">
        {themes.map((value) => {
          const { icon: Icon, label } = LOOKS[value];
          return (
            <label
              key={value}
              className="touch flex flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-sm px-2 text-sm has-checked:bg-accent-soft has-checked:font-strong has-checked:text-accent has-focus-visible:outline-3 has-focus-visible:outline-accent"
            >
              <input
                type="radio"
                name="theme"
                value={value}
                checked={theme === value}
                onChange={() => saveTheme(value)}
                className="sr-only"
              />
              <Icon aria-hidden="true" className="size-4 shrink-0" />
              {label}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
