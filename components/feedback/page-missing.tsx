import { LinkButton } from '@/components/ui/button';

export function PageMissing() {
  return (
    <div className="mx-auto mt-8 flex max-w-2xl flex-col items-start gap-4">
      <h1 className="font-strong text-2xl">There is no such page.</h1>
      <p className="text-quiet">The address may be mistyped, or the page was renamed.</p>
      <LinkButton href="/" variant="primary">
        To the overview
      </LinkButton>
    </div>
  );
}
