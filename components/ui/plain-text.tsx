interface PlainTextProps {
  /** Words in which `…` marks what is to be typed or read literally. */
  text: string;
}

/** Text with its `literal` parts set in the fixed-width font. */
export function PlainText({ text }: PlainTextProps) {
  const parts = text.split('`');
  if (parts.length % 2 === 0) return text;
  return parts.map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      // biome-ignore lint/suspicious/noArrayIndexKey: parts have no identity but their place
      <code key={index} className="select-all wrap-anywhere rounded-sm bg-sunken px-1 font-mono text-xs">
        {part}
      </code>
    ),
  );
}
