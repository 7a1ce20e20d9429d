/** The product's mark: a pond, the wall that holds it, and what flows over. */
export function WeirMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 64 64" aria-hidden="true" className={className}>
      <rect width="64" height="64" rx="14" className="fill-accent" />
      <path d="M10 25c4-4 8-4 12 0s8 4 12 0h4v29H10z" className="fill-on-accent opacity-55" />
      <path d="M38 22h8v32h-8z" className="fill-on-accent" />
      <path
        d="M46 24c6 0 8 4 8 10v20"
        className="fill-none stroke-on-accent opacity-55"
        strokeWidth="5"
        strokeLinecap="round"
      />
    </svg>
  );
}
