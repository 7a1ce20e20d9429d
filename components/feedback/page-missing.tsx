/** Its link is a plain one: Next loads the code of this page with every other. */
export function PageMissing() {
  return (
    <div className="mx-auto mt-8 flex max-w-2xl flex-col items-start gap-4">
      <h1 className="font-strong text-2xl">There is no such page.</h1>
      <p className="text-quiet">The address may be mistyped, or the page was renamed.</p>
      <a href="/" className="touch flex items-center text-accent underline underline-offset-4">
        To the overview
      </a>
    </div>
  );
}
