import { PageMissing } from '@/components/feedback/page-missing';

export default function NotFound() {
  return <PageMissing />;
}
