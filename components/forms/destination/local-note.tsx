/** "This Pi" asks nothing further. */
export function LocalNote() {
  return (
    <p className="rounded-lg border border-line bg-sunken px-4 py-3 text-sm">
      Weir starts a small VictoriaMetrics beside the rest, on this Pi only. It needs about 100 MB of memory,
      and its data stays on this Pi.
    </p>
  );
}
