import { keepFocus } from '@/components/forms/keep-focus';
import { Button } from '@/components/ui/button';

/** Saves its form, and says while it does. */
export function SaveButton({ isPending }: { isPending: boolean }) {
  return (
    <Button
      type="submit"
      variant="primary"
      isPending={isPending}
      onMouseDown={keepFocus}
      className="min-w-24"
    >
      Save
    </Button>
  );
}
