import type { ReactNode } from 'react';

interface PageTitleProps {
  title: ReactNode;
  lead?: ReactNode;
  aside?: ReactNode;
}

export function PageTitle({ title, lead, aside }: PageTitleProps) {
  return (
    <div className="flex flex-wrap items-end justify-between gap-x-6 gap-y-3">
      <div className="flex min-w-0 flex-col gap-1">
        <h1 className="font-strong text-2xl">{title}</h1>
        {lead && <p className="text-quiet">{lead}</p>}
      </div>
      {aside}
    </div>
  );
}
