import { type RefObject, useEffect } from 'react';

/**
 * Where the focus goes when what has it is taken out of the page: to the element that it was in, which can have it
 * (`tabIndex={-1}`), so that the next Tab goes on from there and not from the top of the page.
 */
export function useKeptFocus(within: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const element = within.current;
    if (!element) return;
    let last: EventTarget | null = null;
    const note = ({ target }: FocusEvent) => {
      last = target;
    };
    const observer = new MutationObserver(() => {
      const isGone = last instanceof Node && !last.isConnected;
      if (isGone && document.activeElement === document.body) element.focus({ preventScroll: true });
      if (isGone) last = null;
    });
    element.addEventListener('focusin', note);
    observer.observe(element, { childList: true, subtree: true });
    return () => {
      element.removeEventListener('focusin', note);
      observer.disconnect();
    };
  }, [within]);
}
