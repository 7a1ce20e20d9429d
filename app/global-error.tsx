'use client';

/**
 * What failed is the frame of all pages itself, so this one brings its own. Part of each first load: it stands on
 * nothing but the style sheet.
 */
export default function GlobalError({ error }: { error: Error & { digest?: string } }) {
  return (
    <html lang="en">
      <body>
        <main className="mx-auto mt-8 flex max-w-2xl flex-col items-start gap-4 px-4">
          <title>Weir</title>
          <h1 className="font-strong text-2xl">The panel cannot show anything now.</h1>
          <p>Your pipeline does not need the panel: it goes on collecting and delivering.</p>
          {error.digest && (
            <p className="text-quiet">
              Request id <code className="select-all font-mono">{error.digest}</code>
            </p>
          )}
          <a href="/" className="touch inline-flex items-center font-strong text-accent underline">
            Try again
          </a>
        </main>
      </body>
    </html>
  );
}
