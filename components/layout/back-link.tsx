import { ChevronLeft } from 'lucide-react';
import { AppLink } from '@/components/ui/app-link';
import { cn } from '@/lib/cn';

interface BackLinkProps {
  href: string;
  /** The page that it leads to. */
  name: string;
  className?: string;
}

/** Above the title of a page that belongs to another. */
export function BackLink({ href, name, className }: BackLinkProps) {
  return (
    <AppLink
      href={href}
      className={cn(
        'touch -mt-2 inline-flex items-center gap-1 self-start text-accent text-sm underline-offset-4 hover:underline',
        className,
      )}
    >
      <ChevronLeft aria-hidden="true" className="size-4" />
      {name}
    </AppLink>
  );
}
