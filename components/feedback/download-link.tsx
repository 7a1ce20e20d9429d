'use client';

import type { ComponentProps, MouseEvent } from 'react';
import { whyRefused } from '@/lib/client/api-fetch';
import { showToast } from '@/lib/client/toasts';

interface DownloadLinkProps extends ComponentProps<'a'> {
  href: string;
  /** The file is not to be had, which the page may not know yet. */
  onRefused?: () => unknown;
}

/** A link to a file that the panel gives. It is asked for before: the browser would save a refusal as the file. */
export function DownloadLink({ href, onRefused, ...rest }: DownloadLinkProps) {
  async function onClick(event: MouseEvent) {
    event.preventDefault();
    const refusal = await whyRefused(href);
    if (refusal === null) return save(href);
    const detail = [refusal.message, refusal.hint].filter(Boolean).join(' ');
    showToast({ tone: 'losing', title: 'Nothing was downloaded.', detail });
    onRefused?.();
  }
  return <a {...rest} href={href} download onClick={(event) => void onClick(event)} />;
}

function save(href: string): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = '';
  link.click();
}
