import { TextField } from '@/components/ui/field';

interface WhyFieldProps {
  /** What it is kept with: `the new revision`. */
  keptWith: string;
  reason: string;
  setReason: (reason: string) => void;
}

/** Why, in the owner’s own words. */
export function WhyField({ keptWith, reason, setReason }: WhyFieldProps) {
  return (
    <TextField
      label="Why"
      isOptional
      help={`Kept with ${keptWith}.`}
      value={reason}
      maxLength={200}
      autoCapitalize="sentences"
      autoCorrect="on"
      spellCheck
      onChange={(event) => setReason(event.target.value)}
    />
  );
}
