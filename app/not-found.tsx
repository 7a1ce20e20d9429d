import { PageMissing } from '@/components/feedback/page-missing';

export default function NotFound() {
  return (
    <main className="px-4">
      <PageMissing />
    </main>
  );
}
