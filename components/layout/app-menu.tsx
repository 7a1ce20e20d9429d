'use client';

import { Menu } from 'lucide-react';
import type { FocusEvent } from 'react';
import { useLater } from '@/components/ui/use-later';

const ID = 'app-menu';
const loadContent = () => import('./app-menu-content').then(({ AppMenuContent }) => AppMenuContent);

/** It would cover what has the focus next. Its own button closes it by itself. */
function closeBehind({ currentTarget: menu, relatedTarget: next }: FocusEvent<HTMLElement>): void {
  const isOutside = next instanceof Element && !menu.contains(next);
  if (isOutside && !next.matches(`[popovertarget="${ID}"]`)) menu.hidePopover();
}

/** What is needed seldom, and fetched when it is: theme, set-up, leaving. The browser opens and closes it. */
export function AppMenu() {
  const { component: Content, want } = useLater(loadContent);
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        aria-label="Menu"
        onPointerEnter={want}
        onFocus={want}
        onClick={want}
        className="touch inline-flex items-center justify-center rounded-md text-quiet hover:bg-accent-soft hover:text-ink"
      >
        <Menu aria-hidden="true" className="size-5" />
      </button>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it does nothing but close when the focus has left it */}
      <div
        id={ID}
        popover="auto"
        onBlur={closeBehind}
        className="inset-auto top-15 right-4 m-0 w-80 rounded-lg border border-line bg-raised p-4 text-ink shadow-float open:animate-appear lg:right-6"
      >
        {Content ? <Content /> : <p className="h-66 animate-late">Waiting for the panel.</p>}
      </div>
    </>
  );
}
